import { err, out } from "../../cli/shared/terminal.ts";
import type { Suite } from "../suite.ts";
import { BenchError } from "./bench_error.ts";
import { withWays } from "./with_ways.ts";

/**
 * Runs every way of every suite once, on little, and counts as `deno test`
 * does, which is what `.ci/run` reads. A way that fails does not keep the
 * others from running; no time makes one fail.
 *
 * @param suites The suites.
 * @param signal Ends it.
 * @returns The exit code.
 * @throws What the signal was aborted with.
 */
export async function smoke(
  suites: readonly Suite[],
  signal: AbortSignal,
): Promise<number> {
  const begin = performance.now();
  let passed = 0;
  let failed = 0;
  const count = async (what: string, run: () => Promise<unknown>) => {
    const error = await run().then(() => undefined, refused);
    if (error === undefined) passed++;
    else failed++;
    out(`${what} ... ${error === undefined ? "ok" : "FAILED"}`);
    if (error !== undefined) err(error.message);
  };
  for (const suite of suites) {
    await withWays(suite, { smoke: true, signal }, async (run) => {
      for (const way of suite.ways) {
        await count(`${suite.name}: ${way.name}`, () => run(way));
      }
    }).catch((error) =>
      // What its ways share could not be made: none of them can run.
      count(`${suite.name}: preparation`, () => Promise.reject(error))
    );
  }
  const seconds = Math.round((performance.now() - begin) / 1_000);
  const verdict = failed === 0 ? "ok" : "FAILED";
  out(`\n${verdict} | ${passed} passed | ${failed} failed (${seconds}s)`);
  return failed === 0 ? 0 : 1;
}

/** Lets what is no failure of a way, such as Ctrl-C, end everything. */
function refused(error: unknown): BenchError {
  if (error instanceof BenchError) return error;
  throw error;
}
