import { isJson, parseJson } from "../../tracing/base/json.ts";
import { BenchError } from "./bench_error.ts";
import type { Results, SuiteResult } from "./results.ts";

/** Where and with what something is measured. */
type Place = Pick<Results, "machine" | "packages">;

/**
 * Reads the results that a file holds, to which those of a few suites are added.
 *
 * @param path The file.
 * @param place Where the others are measured.
 * @returns The results of its suites; none where there is no such file.
 * @throws {BenchError} If it holds something else, or was measured elsewhere.
 */
export async function keptResults(
  path: string,
  place: Place,
): Promise<readonly SuiteResult[]> {
  const text = await textOf(path);
  if (text === undefined) return [];
  const kept = parse(text);
  if (kept === undefined) {
    throw new BenchError(
      `Cannot add to ${path}: it holds no results; give another file`,
    );
  }
  if (textOfPlace(kept) === textOfPlace(place)) return kept.suites;
  throw new BenchError(
    `Cannot add to ${path}: it is of another machine or of other versions; run all suites, or give another file`,
  );
}

/**
 * Puts results in the place of those that were kept.
 *
 * @param kept The results of suites.
 * @param measured Those that come into their place, or beside them.
 * @param names The suites' names, in the order that they are to have.
 * @returns All of them.
 */
export function replaced(
  kept: readonly SuiteResult[],
  measured: readonly SuiteResult[],
  names: readonly string[],
): readonly SuiteResult[] {
  const find = (name: string) => (suite: SuiteResult) => suite.name === name;
  return names.flatMap((name) =>
    measured.find(find(name)) ?? kept.find(find(name)) ?? []
  );
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function parse(text: string): Results | undefined {
  const results = parseJson(text);
  return isJson(results) && Array.isArray(results.suites)
    ? results as unknown as Results
    : undefined;
}

function textOfPlace({ machine, packages }: Place): string {
  return JSON.stringify([machine, packages]);
}
