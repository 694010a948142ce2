import { sized } from "../shared/ways.ts";
import { FOLDER } from "../suite.ts";

/** Spans in the file: 1.85 kB each. */
export const SPANS: number = sized(1_000_000, 1_000);

/**
 * Says where the file is that the ways of the suite share.
 *
 * @returns Its path.
 */
export function traceFile(): string {
  return `${Deno.env.get(FOLDER) ?? "."}/traces.jsonl`;
}
