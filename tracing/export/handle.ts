import { withinDeadline } from "./_deadline.ts";
import { endOpenRequests } from "../base/open_requests.ts";
import { openRuns } from "../base/open_runs.ts";
import { warn } from "../privacy/warn.ts";

/** A handle on tracing, which flushes when it goes out of scope. */
export interface Tracing extends AsyncDisposable {
  /** Whether spans are recorded. */
  readonly enabled: boolean;
  /** Exports every span that has ended. Never rejects. */
  flush(): Promise<void>;
  /**
   * Flushes, and puts everything back as it was. Never rejects, and takes no
   * longer than the deadline.
   */
  shutdown(): Promise<void>;
}

/** Something that spans go to. */
export interface Sink {
  /** Hands on what waits. */
  forceFlush(): Promise<void>;
  /** The same, and lets go of everything. */
  shutdown(): Promise<void>;
  /** How many spans would be lost now, where any can wait. */
  readonly waiting?: number;
  /** Stops at once, where anything can be under way. */
  giveUp?(reason: string): void;
}

/** What a handle stands for. */
export interface HandleOptions {
  /** Whether spans are recorded. */
  readonly enabled: boolean;
  /** Where spans go to. */
  readonly sinks: readonly Sink[];
  /** How long flushing may take in all, in milliseconds. */
  readonly timeoutMs: number;
  /** Puts everything back as it was. */
  close(): void;
  /** Called when the shutdown begins, with the promise of its end. */
  onShutdown(ended: Promise<void>): void;
}

/** The handle that `initTracing` gives out. */
export class TracingHandle implements Tracing {
  readonly enabled: boolean;
  readonly #options: HandleOptions;
  #ended: Promise<void> | undefined;

  constructor(options: HandleOptions) {
    this.enabled = options.enabled;
    this.#options = options;
    if (options.sinks.length > 0) addEventListener("unload", this.#onUnload);
  }

  async flush(): Promise<void> {
    const { sinks, timeoutMs } = this.#options;
    if (this.#ended !== undefined || sinks.length === 0) return;
    // What is under way at the deadline goes on: nothing is lost yet.
    const work = Promise.allSettled(sinks.map((sink) => sink.forceFlush()));
    await withinDeadline(work, { timeoutMs });
  }

  shutdown(): Promise<void> {
    if (this.#ended === undefined) {
      this.#ended = this.#end();
      this.#options.onShutdown(this.#ended);
    }
    return this.#ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  async #end(): Promise<void> {
    const { sinks, timeoutMs, close } = this.#options;
    if (sinks.length > 0) {
      // Their spans would come too late.
      endOpenRequests();
      this.#sayOpenRuns();
      const work = Promise.allSettled(sinks.map((sink) => sink.shutdown()));
      const reason = `gave up after ${timeoutMs} ms without an answer`;
      const giveUp = () => sinks.forEach((sink) => sink.giveUp?.(reason));
      await withinDeadline(work, { timeoutMs, giveUp });
      removeEventListener("unload", this.#onUnload);
    }
    close();
  }

  #sayOpenRuns(): void {
    if (openRuns.size === 0) return;
    const runs = openRuns.size === 1 ? "a run" : `${openRuns.size} runs`;
    warn(
      `Cannot record the end of ${runs}: still open when tracing ended; await traceRun(), or end() what startRun() opened`,
    );
    openRuns.clear();
  }

  /** The program ends, by itself or by `Deno.exit()`, and waits for nothing. */
  readonly #onUnload = (): void => {
    this.#sayOpenRuns();
    const lost = this.#options.sinks.reduce(
      (sum, { waiting = 0 }) => sum + waiting,
      0,
    );
    if (lost === 0) return;
    warn(
      `Cannot send ${lost} ${
        lost === 1 ? "span" : "spans"
      }: the program ended first; end with "await using tracing", or await tracing.shutdown() before Deno.exit()`,
    );
  };
}
