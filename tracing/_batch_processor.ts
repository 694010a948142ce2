import { type Context, TraceFlags } from "@opentelemetry/api";
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type Span,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import type { BatchSettings } from "./_environment_sdk.ts";
import type { OtlpExporter } from "./_otlp_exporter.ts";
import { warn } from "./warn.ts";

/** The SDK's batch processor, with a count of what it had to drop. */
export class CountingBatchProcessor implements SpanProcessor {
  readonly #exporter: OtlpExporter;
  readonly #settings: BatchSettings;
  readonly #batches: BatchSpanProcessor;
  #ended = 0;

  constructor(exporter: OtlpExporter, settings: BatchSettings) {
    this.#exporter = exporter;
    this.#settings = settings;
    this.#batches = new BatchSpanProcessor(exporter, settings);
  }

  /** A span begins. */
  onStart(span: Span, parent: Context): void {
    this.#batches.onStart(span, parent);
  }

  /** A span has ended. */
  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0) {
      this.#ended++;
    }
    this.#batches.onEnd(span);
  }

  /** Sends what waits. */
  async forceFlush(): Promise<void> {
    // A failed batch rejects while others are under way: the exporter waits
    // for them all, and says what was lost.
    await Promise.allSettled([
      this.#batches.forceFlush(),
      this.#exporter.forceFlush(),
    ]);
  }

  /** Sends what waits, takes no more, and says what had to be dropped. */
  async shutdown(): Promise<void> {
    await this.forceFlush();
    await this.#batches.shutdown().catch(() => {});
    const dropped = this.#ended - this.#exporter.received;
    if (dropped <= 0) return;
    const { maxQueueSize } = this.#settings;
    warn(
      `Dropped ${dropped} of ${this.#ended} spans: the queue holds ` +
        `${maxQueueSize}, set OTEL_BSP_MAX_QUEUE_SIZE for more`,
    );
  }

  /** Stops at once: what waits is lost. */
  giveUp(reason: string): void {
    this.#exporter.giveUp(reason);
  }
}
