import type { TurnRow } from "../model/turn_row.ts";

/** An agent inside a run, by the letter that its turns have. */
export interface LetteredAgent {
  readonly letter: string;
  readonly agent: string;
}

/** `a` to `z`, then `aa` and so on. */
function letterOf(place: number): string {
  const last = String.fromCharCode(97 + place % 26);
  return place < 26 ? last : letterOf(Math.floor(place / 26) - 1) + last;
}

const keyOf = ({ agentSpanId, agent }: TurnRow) => agentSpanId ?? agent ?? "";

/** The letters of all agents but the first. */
export function letteredAgents(
  turns: readonly TurnRow[],
): ReadonlyMap<string, LetteredAgent> {
  const [first, ...others] = new Map(turns.map((row) => [keyOf(row), row]));
  return new Map(
    first === undefined ? [] : others.map(([key, { agent = "?" }], i) => [
      key,
      { letter: letterOf(i), agent },
    ]),
  );
}

/** What stands above each turn: its number, behind its agent's letter. */
export function turnLabels(turns: readonly TurnRow[]): readonly string[] {
  const agents = letteredAgents(turns);
  return turns.map((row) =>
    `${agents.get(keyOf(row))?.letter ?? ""}${row.turn ?? "?"}`
  );
}
