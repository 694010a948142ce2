import { TraceFlags } from "@opentelemetry/api";
import {
  BatchSpanProcessor,
  type BufferConfig,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-base";
import type { OtlpExporter } from "./_otlp_exporter.ts";
import { warn } from "../privacy/warn.ts";

/** The SDK's batch processor, with a count of what it had to drop. */
export class CountingBatchProcessor extends BatchSpanProcessor {
  readonly #exporter: OtlpExporter;
  readonly #maxQueueSize: number;
  #ended = 0;

  constructor(exporter: OtlpExporter, settings: Required<BufferConfig>) {
    super(exporter, settings);
    this.#exporter = exporter;
    this.#maxQueueSize = settings.maxQueueSize;
  }

  /** How many spans have ended, and neither were sent nor refused. */
  get waiting(): number {
    return this.#ended - this.#exporter.settled;
  }

  /** A span has ended. */
  override onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0) {
      this.#ended++;
    }
    super.onEnd(span);
  }

  /** Sends what waits. */
  override async forceFlush(): Promise<void> {
    // A failed batch rejects while others are under way: the exporter waits
    // for them all, and says what was lost.
    await Promise.allSettled([
      super.forceFlush(),
      this.#exporter.forceFlush(),
    ]);
  }

  /** Sends what waits, accepts no more, and warns of what was dropped. */
  override async shutdown(): Promise<void> {
    await this.forceFlush();
    await super.shutdown().catch(() => {});
    const dropped = this.#ended - this.#exporter.received;
    if (dropped <= 0) return;
    warn(
      `Dropped ${dropped} of ${this.#ended} spans: the queue holds ` +
        `${this.#maxQueueSize}, set OTEL_BSP_MAX_QUEUE_SIZE for more`,
    );
  }

  /** Stops at once: what waits is lost. */
  giveUp(reason: string): void {
    this.#exporter.giveUp(reason);
  }
}
