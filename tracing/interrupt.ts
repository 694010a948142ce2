/** Options for {@linkcode cancelOnInterrupt}. */
export interface InterruptOptions {
  /**
   * How long the program has to end by itself, in milliseconds. Signals that
   * come within that time count as one: a terminal and a task runner may both
   * send it. One that comes later ends the program at once.
   *
   * @default {5000}
   */
  readonly graceMs?: number;
}

/** What {@linkcode cancelOnInterrupt} gives: it listens until it is disposed. */
export interface Interrupt extends Disposable {
  /** Aborts at the first signal, with an `AbortError` as its reason. */
  readonly signal: AbortSignal;
  /** 130 after Ctrl-C, 143 after SIGTERM, `undefined` before either. */
  readonly exitCode: 130 | 143 | undefined;
}

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
type SignalName = keyof typeof EXIT_CODES;

/**
 * Turns Ctrl-C and SIGTERM into an abort signal, so that a run ends as
 * cancelled and its spans are flushed before the program exits.
 *
 * `initTracing` listens to no signal: only a program that calls this does.
 *
 * @example A program that can be interrupted
 * ```ts
 * import { cancelOnInterrupt, initTracing, traceRun } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * using interrupt = cancelOnInterrupt();
 * await using tracing = await initTracing("my-agent");
 * const answer = await traceRun(
 *   { runner: "mine", model: "gpt-5", signal: interrupt.signal },
 *   () => "42",
 * );
 * assertEquals(answer, "42");
 * // At the end of the program: Deno.exit(interrupt.exitCode).
 * assertEquals(interrupt.exitCode, undefined);
 * ```
 *
 * @param options Additional options.
 * @returns The signal, and the exit code that goes with it.
 */
export function cancelOnInterrupt(options: InterruptOptions = {}): Interrupt {
  const { graceMs = 5000 } = options;
  const controller = new AbortController();
  let first: { exitCode: 130 | 143; time: number } | undefined;
  const listen = (name: SignalName): () => void =>
    addListener(name, () => {
      if (first === undefined) {
        first = { exitCode: EXIT_CODES[name], time: performance.now() };
        const message = `Interrupted by ${name}`;
        controller.abort(new DOMException(message, "AbortError"));
      } else if (performance.now() - first.time >= graceMs) {
        Deno.exit(first.exitCode);
      }
    });
  const removers = (Object.keys(EXIT_CODES) as SignalName[]).map(listen);
  return {
    signal: controller.signal,
    get exitCode() {
      return first?.exitCode;
    },
    [Symbol.dispose]: () => {
      for (const remove of removers.splice(0)) remove();
    },
  };
}

/**
 * Listens by way of `process`: frameworks that are made for Node end the
 * process on a signal unless they find another listener there. Windows has no
 * SIGTERM to listen to.
 */
function addListener(name: SignalName, onSignal: () => void): () => void {
  try {
    // An import would load it with the module: 7 ms for who never listens.
    const { process } = globalThis;
    process.on(name, onSignal);
    return () => process.off(name, onSignal);
  } catch {
    return () => {};
  }
}
