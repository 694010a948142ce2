import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import type { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-base";
import metadata from "../../deno.json" with { type: "json" };
import type { OtlpSettings } from "../settings/otlp.ts";
import { type Outcome, readAccepted, refusal } from "./_otlp_reply.ts";
import { type Batch, OtlpRequests } from "./_otlp_requests.ts";
import { reasonOf, warn } from "../privacy/warn.ts";

/**
 * The SDK's exporter, with what it lacks: it can be made to stop at any moment,
 * waits for nobody who cannot be reached while the program waits for it, and
 * says what could not be delivered and why. That is one line, and one only.
 */
export class OtlpExporter implements SpanExporter {
  /** How many spans were handed over. */
  received = 0;
  /** How many of them have been answered for, well or not. */
  settled = 0;
  readonly #settings: OtlpSettings;
  readonly #requests: OtlpRequests;
  readonly #exporter: SpanExporter;
  /** Why a request failed that had no answer in time. */
  readonly #timeoutReason: string;
  #lost = 0;
  #failure: string | undefined;
  #warned = false;

  /** Opens a collector: nothing is sent yet. */
  static async open(
    settings: OtlpSettings,
    flushTimeoutMs: number,
  ): Promise<OtlpExporter> {
    const { OTLPTraceExporter } = settings.protocol === "http/json"
      ? await import("@opentelemetry/exporter-trace-otlp-http")
      : await import("@opentelemetry/exporter-trace-otlp-proto");
    return new OtlpExporter(settings, flushTimeoutMs, OTLPTraceExporter);
  }

  private constructor(
    settings: OtlpSettings,
    flushTimeoutMs: number,
    Exporter: typeof OTLPTraceExporter,
  ) {
    this.#settings = settings;
    this.#requests = new OtlpRequests(settings.tls);
    this.#timeoutReason = settings.timeoutMs < flushTimeoutMs
      ? `no answer within ${settings.timeoutMs} ms`
      : `gave up after ${flushTimeoutMs} ms without an answer`;
    this.#exporter = new Exporter({
      url: settings.url.href,
      headers: settings.headers,
      timeoutMillis: Math.max(Math.min(settings.timeoutMs, flushTimeoutMs), 1),
      // An enumeration of a package that is for the exporters' own use.
      compression: (settings.gzip ? "gzip" : "none") as never,
      userAgent: `turnspan/${metadata.version}`,
      httpAgentOptions: (protocol: string) => this.#requests.agent(protocol),
      // A flush hands over everything that waits at once. The exporter's 30
      // would refuse what is over it; its timers begin with the flush, and so
      // none goes on after the deadline.
      concurrencyLimit: Infinity,
    });
  }

  /** Sends a batch. */
  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.received += spans.length;
    const batch: Batch = {};
    this.#requests.run(batch, () =>
      this.#exporter.export(spans, (result) => {
        this.settled += spans.length;
        this.#count(spans.length, this.#outcome(batch, result));
        done(result);
      }));
  }

  /** Waits until nothing is under way, and says what was lost. */
  async forceFlush(): Promise<void> {
    this.#requests.flushing++;
    try {
      await this.#exporter.forceFlush?.();
    } finally {
      this.#requests.flushing--;
    }
    this.#warnOnce();
  }

  /** The same: no connection is kept. */
  async shutdown(): Promise<void> {
    await this.forceFlush();
  }

  /** Stops at once: what is under way is lost. */
  giveUp(reason: string): void {
    this.#requests.stop(reason);
  }

  #outcome({ answer }: Batch, { code, error }: ExportResult): Outcome {
    const { protocol } = this.#settings;
    if (code === ExportResultCode.SUCCESS) {
      return answer === undefined ? {} : readAccepted(answer, protocol);
    }
    // A collector's answer says more than what happened afterwards.
    if (answer !== undefined && answer.status >= 300) {
      return { failure: refusal(answer, protocol) };
    }
    const timedOut = error?.message === "Request timed out";
    return { failure: timedOut ? this.#timeoutReason : reasonOf(error) };
  }

  #count(size: number, { failure, rejected = size }: Outcome): void {
    if (failure === undefined) return;
    this.#lost += Math.min(rejected, size);
    this.#failure ??= failure;
    // In a long run the person wants to know now; a flush warns of all.
    if (this.#requests.flushing === 0) this.#warnOnce();
  }

  #warnOnce(): void {
    if (this.#warned || this.#failure === undefined) return;
    this.#warned = true;
    const spans = `${this.#lost} of ${this.received} spans`;
    const { url } = this.#settings;
    warn(`Cannot deliver ${spans} to "${url}": ${this.#failure}`);
  }
}
