import type { TurnRow } from "./turn_row.ts";

/** Adds to a row the earlier turn that most of its prompt came in. */
export function withOrigin(
  row: TurnRow,
  { grewBy, ...most }: TurnRow,
): TurnRow {
  if (most.spanId === row.spanId || grewBy === undefined) return row;
  const { turn, growthTokens, grewByBytes, grewByTokens } = most;
  const cameIn = {
    ...(turn !== undefined && { turn }),
    ...(growthTokens !== undefined && { growthTokens }),
    grewBy,
    ...(grewByBytes !== undefined && { grewByBytes }),
    ...(grewByTokens !== undefined && { grewByTokens }),
  };
  return { ...row, cameIn };
}
