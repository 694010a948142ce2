import { diag, TraceFlags } from "@opentelemetry/api";
import type {
  ReadableSpan,
  SpanExporter,
  SpanProcessor,
} from "@opentelemetry/sdk-trace-base";

/**
 * Hands each span to an exporter that is done with it at once, at the moment
 * the span ends. The SDK's own processor for that makes promises for each span,
 * for exporters that take their time.
 */
export class WritingProcessor implements SpanProcessor {
  readonly #exporter: SpanExporter;
  #ended = false;

  constructor(exporter: SpanExporter) {
    this.#exporter = exporter;
  }

  /** A span has started, which is not written yet. */
  onStart(): void {}

  /** A span has ended. This runs where the program ends it: it never throws. */
  onEnd(span: ReadableSpan): void {
    const sampled = span.spanContext().traceFlags & TraceFlags.SAMPLED;
    if (this.#ended || sampled === 0) return;
    try {
      this.#exporter.export([span], () => {});
    } catch (error) {
      diag.error("Cannot write a span", error);
    }
  }

  /** Nothing waits. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** Writes no more. */
  shutdown(): Promise<void> {
    this.#ended = true;
    return this.#exporter.shutdown();
  }
}
