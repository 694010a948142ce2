import type { SourceTokens } from "./source_tokens.ts";

/** What can be over a baseline or a limit. */
export type FindingKind =
  | "runs missing"
  | "run new"
  | "agent new"
  | "agent gone"
  | "turns more"
  | "turns gone"
  | "source new"
  | "source grew"
  | "source stays longer"
  | "source comes earlier"
  | "source new in this agent"
  | "prompt grew"
  | "run grew"
  | "prompt over the limit"
  | "growth over the limit"
  | "source over the limit"
  | "total over the limit";

/** One thing that is over. */
export interface Finding {
  /** What. */
  readonly what: FindingKind;
  /** The runner. */
  readonly runner: string;
  /** The scenario, where there is one. */
  readonly scenario?: string;
  /** The agent, behind the names of those that started it. */
  readonly agent?: string;
  /** The turn in which it is the most, or begins. */
  readonly turn?: number;
  /** All turns of the agent that it is in. */
  readonly turns?: readonly number[];
  /** Other agents of the run that have more of the same source. */
  readonly otherAgents?: readonly string[];
  /** The source, or that of most of it. */
  readonly source?: string;
  /** How much of it is that source. */
  readonly sourceTokens?: number;
  /** The figure; of runs and turns their number. */
  readonly value: number;
  /** What it is compared with: the baseline's figure, or the limit. */
  readonly against: number;
  /** How much more it is in all turns of the run. */
  readonly overRun?: number;
  /** The sources that grew, the most first, of a prompt. */
  readonly grewBy?: readonly SourceTokens[];
  /** A run in which it is. */
  readonly run?: string;
}
