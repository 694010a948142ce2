import type { SourceTokens } from "./source_tokens.ts";

/** What the lines of a bill are about. */
export type BillBy =
  | "source"
  | "server"
  | "tool"
  | "agent"
  | "turn"
  | "run"
  | "runner"
  | "model"
  | "conversation";

/** What a part of a prompt is of. */
export type PartBy = Extract<BillBy, "source" | "server" | "tool">;

/** What a whole turn is of. */
export type WholeBy = Exclude<BillBy, PartBy>;

/** What a line is about. */
export interface BillName {
  /** Its name among those of its kind, for people. */
  readonly name: string;
  /** The runner, of an agent, a turn or a run. */
  readonly runner?: string;
  /** The agent, of a turn. */
  readonly agent?: string;
  /** The number, of a turn. */
  readonly turn?: number;
  /** The run's id, of a run that has one. */
  readonly runId?: string;
  /** The trace, of a run. */
  readonly traceId?: string;
}

/** A turn, as people refer to it. */
export interface TurnPlace {
  /** Its number in its agent. */
  readonly turn?: number;
  /** Its agent. */
  readonly agent?: string;
  /** Its run, or its trace where it belongs to no run. */
  readonly run: string;
}

/** One line of a bill. */
export interface BillLine extends BillName {
  /** Input tokens over every model call that held it. */
  readonly tokens: number;
  /** How many calls held it; absent where no turn names it. */
  readonly calls?: number;
  /** The first turn that held it; absent where no turn names it. */
  readonly cameIn?: TurnPlace;
  /** Most turns in a row of one agent that held it; absent likewise. */
  readonly turnsInARow?: number;
  /** An estimate in dollars, where a proxy said what calls cost. */
  readonly costUsd?: number;
  /** The largest source, where whole turns are added up. */
  readonly topSource?: SourceTokens;
}
