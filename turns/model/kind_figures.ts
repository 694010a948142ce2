/** Tokens by source. */
export type TokensBySource = ReadonlyMap<string, number>;

/** By how much a prompt grew, and by what. */
export interface TurnGrowth {
  /** Tokens. */
  readonly tokens: number;
  /** The source of most of what was new. */
  readonly grewBy?: string;
  /** Its new tokens. */
  readonly grewByTokens?: number;
  /** The run that it was in. */
  readonly run?: string;
}

/** What a turn sent: the most of each figure, where there are several runs. */
export interface TurnFigures {
  /** Tokens of its prompt. */
  readonly tokens: number;
  /** Of each source. */
  readonly sources: TokensBySource;
  /** How much the prompt grew. */
  readonly growth?: TurnGrowth;
  /** The run whose prompt was the largest. */
  readonly run?: string;
}

/** The turns of one agent. */
export interface AgentFigures {
  /** Fewest turns that it had in a run; 0 where a run went without it. */
  readonly fewestTurns: number;
  /** Most turns that it had in a run. */
  readonly mostTurns: number;
  /** Its turns, by their numbers. */
  readonly turns: ReadonlyMap<number, TurnFigures>;
}

/** What runs of one kind sent: the most of each figure. */
export interface KindFigures {
  /** The runner; for calls in no run, their agent or service. */
  readonly runner: string;
  /** The scenario, where runs name one. */
  readonly scenario?: string;
  /** How many runs there are. */
  readonly runs: number;
  /** Input tokens of a run. */
  readonly tokens: number;
  /** What each source came to in a run. */
  readonly sources: TokensBySource;
  /** Its agents, by name, behind the names of those that started them. */
  readonly agents: ReadonlyMap<string, AgentFigures>;
  /** Whether a model of the demo, which is a script, answered throughout. */
  readonly isScripted?: boolean;
  /** The run that sent the most. */
  readonly run?: string;
}

/** What tells one kind of run from another. */
export function kindKey({ runner, scenario }: KindFigures): string {
  return JSON.stringify([runner, scenario]);
}
