import type { AgentRun } from "@turnspan/turnspan";
import type { McpPool } from "@turnspan/turnspan/mcp";
import type { ModelEndpoint, WireApi } from "./model.ts";

/** What a runner is given to answer a question with. */
export interface DriveOptions {
  /** The model and where it is. */
  readonly model: ModelEndpoint;
  /** The MCP servers, connected. */
  readonly pool: McpPool;
  /** How many turns the main agent may take. */
  readonly maxTurns: number;
  /** Aborts when the run is cancelled. */
  readonly signal: AbortSignal;
}

/**
 * Answers a question.
 *
 * @returns The answer.
 * @throws {MaxTurnsError} If the turn limit is reached.
 */
export type Drive = (
  run: AgentRun,
  question: string,
  options: DriveOptions,
) => Promise<string>;

/** A loop that answers questions: one file, one framework. */
export interface Runner {
  /** The value of `agent.runner`. */
  readonly name: string;
  /** What it is, in one line, for `--help`. */
  readonly summary: string;
  /** The wire formats it speaks, the preferred one first. */
  readonly apis: readonly WireApi[];
  /**
   * Loads the loop and its framework, before anything is started: neither the
   * time that takes nor a failure belongs to the run.
   *
   * @param api The wire format of the model.
   * @returns The loop.
   * @throws {TypeError} If the framework is of a version that cannot be used.
   */
  load(api: WireApi): Promise<Drive>;
}
