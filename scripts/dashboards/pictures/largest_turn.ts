import type { Rows } from "../result.ts";
import { promptTokens } from "./prompt_tokens.ts";

type Row = Rows["rows"][number];

/**
 * Finds the turn that sent the largest prompt.
 *
 * @param rows The turns.
 * @returns The first of the largest, or `undefined` where there are none.
 */
export function largestTurn(rows: readonly Row[]): Row | undefined {
  return rows.reduce<Row | undefined>(
    (best, row) =>
      best === undefined || promptTokens(row) > promptTokens(best) ? row : best,
    undefined,
  );
}
