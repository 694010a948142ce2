import type { Suite } from "../suite.ts";
import type { SuiteResult } from "./results.ts";
import { figuresOf, withWays } from "./with_ways.ts";

/** Options for {@linkcode runSuite}. */
export interface RunSuiteOptions {
  readonly rounds: number;
  /** Ends what runs. */
  readonly signal: AbortSignal;
  /** Called before each process, with how many of the suite have ended. */
  readonly onProcess: (what: string, ended: number) => void;
}

/**
 * Runs the ways of a suite in turns, round by round.
 *
 * @param suite The suite.
 * @param options How often, and what ends it.
 * @returns What they printed.
 * @throws {BenchError} If a way fails, hangs, or lacks a figure.
 * @throws What the signal was aborted with.
 */
export async function runSuite(
  suite: Suite,
  { rounds, signal, onProcess }: RunSuiteOptions,
): Promise<SuiteResult> {
  const { name, title, about, bare, reference, figures } = suite;
  const ways = suite.ways.map((way) => ({ way, values: empty(suite, way) }));
  let ended = 0;
  onProcess("preparing", ended);
  await withWays(suite, { smoke: false, signal }, async (run) => {
    for (let round = 0; round < rounds; round++) {
      for (const { way, values } of orderOf(ways, round)) {
        onProcess(`round ${round + 1} of ${rounds}, ${way.name}`, ended++);
        for (const [key, value] of Object.entries(await run(way))) {
          values[key]!.push(value);
        }
      }
    }
  });
  return {
    ...{ name, title, about, reference, rounds, figures },
    ...(bare !== undefined && { bare }),
    ways: ways.map(({ way: { name }, values }) => ({ name, values })),
  };
}

function empty(
  ...which: Parameters<typeof figuresOf>
): Record<string, number[]> {
  return Object.fromEntries(figuresOf(...which).map((key) => [key, []]));
}

/**
 * Says in which order the ways of a round run: each round begins with another,
 * so that none is always the first, and each second time around it goes
 * backwards, so that none always follows the same one.
 *
 * @param ways The ways.
 * @param round The round, from 0.
 * @returns The ways in their order.
 */
export function orderOf<T>(ways: readonly T[], round: number): T[] {
  const first = round % ways.length;
  const turned = [...ways.slice(first), ...ways.slice(0, first)];
  return Math.floor(round / ways.length) % 2 === 0 ? turned : turned.reverse();
}
