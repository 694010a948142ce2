import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import {
  JsonTraceSerializer,
  ProtobufTraceSerializer,
} from "@opentelemetry/otlp-transformer";
import type { ReadableSpan, SpanExporter } from "./_sdk.ts";
import type { OtlpEndpoint } from "./_otlp_endpoint.ts";
import type { Outcome } from "./_otlp_reply.ts";
import { sendBatch } from "./_otlp_send.ts";
import { warn } from "./warn.ts";

interface Batch {
  readonly spans: ReadableSpan[];
  readonly done: (result: ExportResult) => void;
}

/** A flush hands over everything that waits at once. */
const MAX_REQUESTS = 4;

/**
 * Sends spans to a collector, a few batches at a time, and can be made to stop
 * at any moment: the SDK's own exporter leaves requests and retry timers
 * behind, which would hold the program longer than its deadline.
 *
 * What it could not deliver is one line, and one only.
 */
export class OtlpExporter implements SpanExporter {
  /** How many spans were handed over. */
  received = 0;
  readonly #endpoint: OtlpEndpoint;
  readonly #stop = new AbortController();
  readonly #waiting: Batch[] = [];
  readonly #sending = new Set<Promise<void>>();
  #flushing = 0;
  #lost = 0;
  #failure: string | undefined;
  #said = false;

  constructor(endpoint: OtlpEndpoint) {
    this.#endpoint = endpoint;
  }

  /** Takes a batch. */
  export(
    spans: ReadableSpan[],
    done: (result: ExportResult) => void,
  ): void {
    this.received += spans.length;
    this.#waiting.push({ spans, done });
    this.#sendNext();
  }

  /** Waits until nothing is under way, and says what was lost. */
  async forceFlush(): Promise<void> {
    this.#flushing++;
    try {
      while (this.#sending.size > 0) await Promise.all(this.#sending);
    } finally {
      this.#flushing--;
    }
    this.#say();
  }

  /** The same, and lets go of the connections. */
  async shutdown(): Promise<void> {
    await this.forceFlush();
    this.#endpoint.close();
  }

  /** Stops at once: what is under way is lost. */
  giveUp(reason: string): void {
    this.#stop.abort(reason);
  }

  #sendNext(): void {
    while (this.#sending.size < MAX_REQUESTS) {
      const batch = this.#waiting.shift();
      if (batch === undefined) return;
      const sending: Promise<void> = this.#send(batch).finally(() => {
        this.#sending.delete(sending);
        this.#sendNext();
      });
      this.#sending.add(sending);
    }
  }

  async #send({ spans, done }: Batch): Promise<void> {
    const outcome = await sendBatch(this.#endpoint, this.#encode(spans), {
      signal: this.#stop.signal,
      isLast: () => this.#flushing > 0,
    });
    const { failure } = outcome;
    if (failure === undefined) return done({ code: ExportResultCode.SUCCESS });
    this.#count(spans.length, outcome, failure);
    done({ code: ExportResultCode.FAILED, error: new Error(failure) });
  }

  #encode(spans: ReadableSpan[]): Uint8Array<ArrayBuffer> {
    const serializer = this.#endpoint.protocol === "http/json"
      ? JsonTraceSerializer
      : ProtobufTraceSerializer;
    return new Uint8Array(serializer.serializeRequest(spans) ?? []);
  }

  #count(size: number, { rejected }: Outcome, failure: string): void {
    this.#lost += rejected === undefined ? size : Math.min(rejected, size);
    this.#failure ??= failure;
    // In a long run the person wants to know now; a flush tells the sum.
    if (this.#flushing === 0) this.#say();
  }

  #say(): void {
    if (this.#said || this.#failure === undefined) return;
    this.#said = true;
    const spans = `${this.#lost} of ${this.received} spans`;
    warn(
      `Cannot deliver ${spans} to "${this.#endpoint.url}": ${this.#failure}`,
    );
  }
}
