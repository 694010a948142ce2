import { type HrTime, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-base";
import { excerpt, write } from "../privacy/warn.ts";

/** Shows each span on stderr as it ends, for a person to read. */
export class ConsoleExporter implements SpanExporter {
  /** Shows spans. */
  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    for (const span of spans) write(describe(span));
    done({ code: ExportResultCode.SUCCESS });
  }

  /** There is nothing to let go of. */
  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

function describe(span: ReadableSpan): string {
  const { traceId, spanId } = span.spanContext();
  const parent = span.parentSpanContext?.spanId;
  const kind = SpanKind[span.kind];
  const lines = [
    `${excerpt(span.name)}  ${duration(span.duration)}  ${kind}${status(span)}`,
    `  trace ${traceId}  span ${spanId}` + (parent ? `  parent ${parent}` : ""),
  ];
  for (const [name, value] of Object.entries(span.attributes)) {
    lines.push(`  ${excerpt(name)}: ${text(value)}`);
  }
  for (const event of span.events) {
    lines.push(`  event ${excerpt(event.name)}`);
    for (const [name, value] of Object.entries(event.attributes ?? {})) {
      lines.push(`    ${excerpt(name)}: ${text(value)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function status({ status: { code, message } }: ReadableSpan): string {
  if (code === SpanStatusCode.UNSET) return "";
  return `  ${SpanStatusCode[code]}` + (message ? `: ${excerpt(message)}` : "");
}

function duration([seconds, nanoseconds]: HrTime): string {
  const ms = seconds * 1000 + nanoseconds / 1_000_000;
  return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

function text(value: unknown): string {
  return excerpt(
    typeof value === "string" ? value : JSON.stringify(value) ?? "",
  );
}
