import type { Rows } from "../result.ts";

/**
 * Tells how many tokens a turn's prompt had; 0 where it does not say.
 *
 * @param row The turn.
 * @returns The tokens.
 */
export function promptTokens(row: Rows["rows"][number] | undefined): number {
  const tokens = row?.["gen_ai.usage.input_tokens"];
  return typeof tokens === "number" ? tokens : 0;
}
