import { diag } from "@opentelemetry/api";
import type {
  ReadableSpan,
  SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { mendSpan } from "./_mend_span.ts";

/** Hands each span on to all others once it is one that can be exported. */
export class MendingProcessor implements SpanProcessor {
  readonly #next: readonly SpanProcessor[];

  constructor(next: readonly SpanProcessor[]) {
    this.#next = next;
  }

  /** A span has started, which no exporter looks at. */
  onStart(): void {}

  /** A span has ended. */
  onEnd(span: ReadableSpan): void {
    const mended = mendOrKeep(span);
    for (const processor of this.#next) processor.onEnd(mended);
  }

  /** Hands on what waits. */
  async forceFlush(): Promise<void> {
    await Promise.all(this.#next.map((processor) => processor.forceFlush()));
  }

  /** The same, and lets go of everything. */
  async shutdown(): Promise<void> {
    await Promise.all(this.#next.map((processor) => processor.shutdown()));
  }
}

/** This runs where the program ends its span, which must not throw. */
function mendOrKeep(span: ReadableSpan): ReadableSpan {
  try {
    return mendSpan(span);
  } catch (error) {
    diag.error("Cannot mend a span", error);
    return span;
  }
}
