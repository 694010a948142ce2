import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import type { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-base";
import metadata from "../../deno.json" with { type: "json" };
import type { OtlpSettings } from "../settings/otlp.ts";
import { leaveOutDefaults } from "./_leave_out_defaults.ts";
import {
  isTooLarge,
  type Outcome,
  readAccepted,
  refusal,
} from "./_otlp_reply.ts";
import { type Batch, OtlpRequests } from "./_otlp_requests.ts";
import { reasonOf, warn } from "../privacy/warn.ts";

/** Spans of one request that were lost. */
interface Loss {
  readonly spans: number;
  readonly reason: string;
}

/**
 * The SDK's exporter, with what it lacks: it can be made to stop at any moment,
 * waits for nobody who cannot be reached while the program waits for it, sends
 * in halves what is too large for one request, and says what could not be
 * delivered and why. That is one line, and one only.
 */
export class OtlpExporter implements SpanExporter {
  /** How many spans were handed over. */
  received = 0;
  /** How many of them have been answered for, well or not. */
  settled = 0;
  readonly #settings: OtlpSettings;
  readonly #requests: OtlpRequests;
  readonly #open: (timeoutMs: number) => SpanExporter;
  readonly #exporter: SpanExporter;
  /** How long a batch may take, with all that it is divided into. */
  readonly #timeoutMs: number;
  /** Why a request failed that had no answer in time. */
  readonly #timeoutReason: string;
  readonly #underWay = new Set<Promise<void>>();
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
    this.#timeoutMs = Math.max(Math.min(settings.timeoutMs, flushTimeoutMs), 1);
    this.#open = (timeoutMillis) => {
      const exporter = new Exporter({
        url: settings.url.href,
        headers: settings.headers,
        timeoutMillis,
        // An enumeration of a package that is for the exporters' own use.
        compression: (settings.gzip ? "gzip" : "none") as never,
        userAgent: `turnspan/${metadata.version}`,
        httpAgentOptions: (protocol: string) => this.#requests.agent(protocol),
        // A flush hands over everything that waits at once. The exporter's 30
        // would refuse what is over it; its timers begin with the flush, and
        // so none goes on after the deadline.
        concurrencyLimit: Infinity,
      });
      if (settings.protocol === "http/json") leaveOutDefaults(exporter);
      return exporter;
    };
    this.#exporter = this.#open(this.#timeoutMs);
  }

  /** Sends a batch. */
  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.received += spans.length;
    const until = Date.now() + this.#timeoutMs;
    const work = this.#send(spans, this.#exporter, until).then((losses) => {
      this.#underWay.delete(work);
      this.settled += spans.length;
      this.#count(losses);
      const { SUCCESS, FAILED } = ExportResultCode;
      done({ code: losses.length === 0 ? SUCCESS : FAILED });
    });
    this.#underWay.add(work);
  }

  /** Waits until nothing is under way, and says what was lost. */
  async forceFlush(): Promise<void> {
    this.#requests.flushing++;
    try {
      await Promise.all(this.#underWay);
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

  /**
   * Sends spans, in halves where they are refused together, until what is
   * refused is alone: one bad span must not cost the others.
   */
  async #send(
    spans: ReadableSpan[],
    exporter: SpanExporter,
    until: number,
  ): Promise<Loss[]> {
    const outcome = await this.#sendWhole(spans, exporter);
    const { failure: reason, rejected = spans.length, divide } = outcome;
    if (reason === undefined) return [];
    if (divide !== true || spans.length === 1) {
      return [{ spans: Math.min(rejected, spans.length), reason }];
    }
    const left = until - Date.now();
    if (left < 1) return [{ spans: spans.length, reason: this.#timeoutReason }];
    // With the time that is left, so that no retry of a half goes on longer
    // than one of the whole would.
    const rest = this.#open(left);
    const middle = Math.ceil(spans.length / 2);
    const losses = await Promise.all([
      this.#send(spans.slice(0, middle), rest, until),
      this.#send(spans.slice(middle), rest, until),
    ]);
    return losses.flat();
  }

  #sendWhole(spans: ReadableSpan[], exporter: SpanExporter): Promise<Outcome> {
    const batch: Batch = { divisible: spans.length > 1 };
    return new Promise((resolve) => {
      this.#requests.run(batch, () => {
        try {
          exporter.export(
            spans,
            (result) => resolve(this.#outcome(batch, result)),
          );
        } catch (error) {
          const failure = `it cannot be encoded: ${reasonOf(error)}`;
          resolve({ failure, divide: true });
        }
      });
    });
  }

  #outcome({ answer, unread }: Batch, { code, error }: ExportResult): Outcome {
    const { protocol } = this.#settings;
    if (code === ExportResultCode.SUCCESS) {
      return answer === undefined ? {} : readAccepted(answer, protocol);
    }
    // A collector's answer says more than what happened afterwards.
    if (answer !== undefined && answer.status >= 300) {
      return {
        failure: refusal(answer, protocol),
        divide: isTooLarge(answer),
      };
    }
    const timedOut = error?.message === "Request timed out";
    const failure = timedOut ? this.#timeoutReason : reasonOf(error);
    return { failure, divide: unread === true };
  }

  #count(losses: readonly Loss[]): void {
    if (losses.length === 0) return;
    const reasons = new Map<string, number>();
    for (const { spans, reason } of losses) {
      this.#lost += spans;
      reasons.set(reason, (reasons.get(reason) ?? 0) + spans);
    }
    // There is one line for all: the reason that cost the most.
    const [most] = [...reasons].sort(([, a], [, b]) => b - a);
    this.#failure ??= most?.[0];
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
