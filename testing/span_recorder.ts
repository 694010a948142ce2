import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type Span,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { installFetch } from "../tracing/http/install_fetch.ts";
import { registerContext } from "../tracing/export/register_context.ts";
import { registerProvider } from "../tracing/base/register_provider.ts";
import { registered, showToEveryCopy } from "../tracing/base/registry.ts";
import type { RecordedSpan } from "./recorded_span.ts";
import { noteStart } from "./_start_order.ts";
import { drawSpanTree, type DrawSpanTreeOptions } from "./span_tree.ts";

/** Options for {@linkcode SpanRecorder}. */
export interface SpanRecorderOptions {
  /**
   * Whether the global `fetch` is replaced by one that is traced, as by
   * `initTracing`. A test that replaces `fetch` itself does so before it makes
   * the recorder.
   *
   * @default {true}
   */
  readonly fetch?: boolean;
}

/**
 * Records every span in memory while it is registered.
 *
 * It registers a tracer provider, a context manager and the W3C propagators,
 * has the global `fetch` traced, and undoes all that when it is disposed.
 * `initTracing` takes it for a provider that the application registered, so an
 * agent is tested as it is.
 *
 * @example Usage
 * ```ts
 * import { traceRun } from "@turnspan/turnspan";
 * import { SpanRecorder } from "@turnspan/turnspan/testing";
 * import { assertEquals } from "@std/assert";
 *
 * using recorder = new SpanRecorder();
 * await traceRun(
 *   { runner: "mine", model: "gpt-5" },
 *   (run) => run.turn(() => {}),
 * );
 * assertEquals(recorder.tree(), "agent.run\n  agent.turn");
 * ```
 */
export class SpanRecorder implements Disposable {
  readonly #memory = new Memory();
  readonly #ends = new EndCounter();
  readonly #unregister: () => void;

  /**
   * Registers the recorder.
   *
   * @param options Additional options.
   * @throws {Error} If a tracer provider or a context manager is registered
   * already, such as by a recorder that was not disposed.
   */
  constructor({ fetch = true }: SpanRecorderOptions = {}) {
    const provider = new BasicTracerProvider({
      // Whatever sampler the environment of a test names.
      sampler: new AlwaysOnSampler(),
      spanProcessors: [this.#ends, new SimpleSpanProcessor(this.#memory)],
    });
    const { trace, context } = registered();
    if (trace !== undefined || context !== undefined) {
      const what = trace === undefined ? "context manager" : "tracer provider";
      throw new Error(
        `Cannot record spans: a ${what} is registered already; a recorder of an earlier test is disposed of with "using"`,
      );
    }
    // The application may have a propagator, which is then the one to test.
    const unregisterContext = registerContext(["tracecontext", "baggage"]);
    const unregisterProvider = registerProvider(provider);
    const restoreVersion = showToEveryCopy();
    const restoreFetch = fetch ? installFetch() : () => {};
    this.#unregister = () => {
      restoreFetch();
      restoreVersion();
      unregisterProvider?.();
      unregisterContext();
    };
  }

  /** The spans that have ended, in order of their end. */
  get spans(): readonly RecordedSpan[] {
    return this.#memory.getFinishedSpans();
  }

  /** The names of spans that were started and have not ended. */
  get unended(): readonly string[] {
    return this.#ends.unended;
  }

  /** The names of spans that were ended more than once. */
  get endedAgain(): readonly string[] {
    return this.#ends.again;
  }

  /**
   * Draws the spans that have ended.
   *
   * @param options What to draw of each.
   * @returns One line a span, two spaces a level, siblings in order of start.
   */
  tree(options: DrawSpanTreeOptions = {}): string {
    return drawSpanTree(this.spans, options);
  }

  /** Forgets what was recorded. */
  clear(): void {
    this.#memory.reset();
    this.#ends.clear();
  }

  /** Takes away what the constructor registered. */
  [Symbol.dispose](): void {
    // What is registered by now may be the next recorder's.
    this.#unregister();
  }
}

/**
 * The SDK's exporter to memory, without the timer after which it reports that
 * a span has arrived: to the sanitizers of tests that is a leak.
 */
class Memory extends InMemorySpanExporter {
  override export(
    spans: ReadableSpan[],
    done: (result: ExportResult) => void,
  ): void {
    this.getFinishedSpans().push(...spans);
    done({ code: ExportResultCode.SUCCESS });
  }
}

/** Counts how often each span is ended: the SDK ignores a second end. */
class EndCounter implements SpanProcessor {
  readonly #open = new Set<Span>();
  readonly again: string[] = [];

  get unended(): string[] {
    return [...this.#open].map(({ name }) => name);
  }

  onStart(span: Span): void {
    noteStart(span);
    this.#open.add(span);
    // `#open` does not say: `clear()` empties it while spans still run.
    let ended = false;
    const end = span.end.bind(span);
    span.end = (time) => {
      if (ended) this.again.push(span.name);
      ended = true;
      this.#open.delete(span);
      end(time);
    };
  }

  onEnd(): void {}

  clear(): void {
    this.#open.clear();
    this.again.length = 0;
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
