import type { Suite, Way } from "../suite.ts";
import { readFigures, runProcess } from "./run_way.ts";

/** Options for {@linkcode withWays}. */
export interface WithWaysOptions {
  /** Whether they are only to show that they work. */
  readonly smoke: boolean;
  /** Ends what runs. */
  readonly signal: AbortSignal;
}

/** Runs a way once, to its end, and returns the figures that it printed. */
export type RunWay = (way: Way) => Promise<Record<string, number>>;

/**
 * Prepares what the ways of a suite share, in a folder that is removed
 * afterwards, however it ends.
 *
 * @param suite The suite.
 * @param options What they are told, and what ends them.
 * @param use What runs them.
 * @returns What `use` returns.
 * @throws {BenchError} If the preparation fails, or a way in `use`: it ended
 * with an error, hung, or lacks a figure.
 * @throws What the signal was aborted with.
 */
export async function withWays<T>(
  suite: Suite,
  options: WithWaysOptions,
  use: (run: RunWay) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "turnspan-bench-" });
  try {
    if (suite.prepare) {
      const started = { args: suite.prepare, folder, ...options };
      await runProcess(`${suite.name}: preparation`, started);
    }
    return await use(async (way) => {
      const name = `${suite.name}: ${way.name}`;
      const printed = await runProcess(name, { ...way, folder, ...options });
      return readFigures(name, printed, figuresOf(suite, way));
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Names the figures that a way has to print.
 *
 * @param suite The suite.
 * @param way One of its ways.
 * @returns Their keys.
 */
export function figuresOf(suite: Suite, way: Way): string[] {
  return suite.figures.map(({ key }) => key)
    .filter((key) => !way.lacks?.includes(key));
}
