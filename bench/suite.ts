/**
 * What a benchmark is: a suite of ways to do the same work, each a process of
 * its own, that `bench/main.ts` runs in turns and compares.
 *
 * @module
 */

/** Set to `1` where a way is only to show that it works: sizes are small. */
export const SMOKE = "BENCH_SMOKE";

/**
 * The folder that the ways of a suite share, which is removed after it. It is
 * also where they make temporary files.
 */
export const FOLDER = "BENCH_FOLDER";

/** One way to do the work of a suite. */
export interface Way {
  /** What tables call it. */
  readonly name: string;
  /**
   * What Deno is started with, from the repository's root. The process does the
   * work once and prints one line on stdout, the last: a JSON object of numbers,
   * one for each {@linkcode Figure} that it has. With {@linkcode SMOKE} it works
   * on little, and prints the same figures. It gets no input, and is killed
   * with all that it has started when the harness is interrupted.
   */
  readonly args: readonly string[];
  /** Variables on top of an environment that turns no tracing on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Figures that it does not have; any other that is missing is an error. */
  readonly lacks?: readonly string[];
}

/** One number that the ways of a suite are compared by. */
export interface Figure {
  /** Its name in what a way prints. */
  readonly key: string;
  /** The heading of its column. */
  readonly title: string;
  /** For example `ms`, `µs`, `MB` or `bytes`; empty for a mere number. */
  readonly unit: string;
  /** Whether the table shows what a way adds to the bare one. */
  readonly added?: boolean;
}

/** Ways to do the same work, and the figures that they are compared by. */
export interface Suite {
  /** For `deno task bench --only`: letters and hyphens. */
  readonly name: string;
  /** The heading on the page. */
  readonly title: string;
  /** What is measured and how, in a paragraph of plain text. */
  readonly about: string;
  /** The name of the way that what others add is counted from. */
  readonly bare?: string;
  /** The name of the way that ratios are to. */
  readonly reference: string;
  readonly ways: readonly Way[];
  readonly figures: readonly Figure[];
  /** How often each way runs, in turns with the others. */
  readonly rounds: number;
  /**
   * What Deno is started with once, before the first round, where the ways read
   * a file that takes long to write. It leaves it in {@linkcode FOLDER}.
   */
  readonly prepare?: readonly string[];
  /**
   * Seconds that all rounds take on two idle cores, to tell the time left.
   *
   * @default {30}
   */
  readonly seconds?: number;
}
