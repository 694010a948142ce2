import type {
  Failure,
  SourceTokens,
  Trajectory,
  Usage,
} from "@turnspan/turnspan";

/** The result of a run, as `--json` prints it. */
export interface AgentResult {
  /** The question. */
  readonly question: string;
  /** The answer; empty when there is none. */
  readonly answer: string;
  /** How the run failed, where it did. */
  readonly error?: Failure;
  /** Which runner it was: the value of `agent.runner`. */
  readonly runner: string;
  /** The id of the run. */
  readonly runId: string;
  /** The scenario that the run belongs to. */
  readonly scenarioId?: string;
  /** The id of the trace, only where one was recorded. */
  readonly traceId?: string;
  /** The model id as it was given. */
  readonly model: string;
  /** How long the run took, in milliseconds. */
  readonly durationMs: number;
  /** Tokens of the whole run, agents inside included. */
  readonly usage: Usage & {
    readonly inputTokens: number;
    readonly outputTokens: number;
  };
  /**
   * What each source cost over its life in the run, in tokens, the largest first;
   * they add up to `usage.inputTokens`.
   */
  readonly promptSources?: readonly SourceTokens[];
  /** Every turn, in order of start. */
  readonly trajectory: Trajectory;
}
