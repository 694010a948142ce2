import type { RunTurns } from "./run_turns.ts";
import type { TurnRow } from "./turn_row.ts";

/** What {@linkcode rankTurns} found. */
export interface Ranking {
  /** The turns, the largest prompt first. */
  readonly rows: readonly TurnRow[];
  /** The whole run of the first turn. */
  readonly run?: RunTurns;
  /** How many spans were read. */
  readonly spans: number;
  /** How many of them were turns or model calls. */
  readonly candidates: number;
  /** How many of those reported no tokens, and so cannot be ranked. */
  readonly withoutUsage: number;
  /** The run of one of those, or its trace. */
  readonly runWithoutUsage?: string;
  /** The runners that there are, if one was asked for. */
  readonly runners: readonly string[];
  /** The models that there are. */
  readonly models: readonly string[];
}
