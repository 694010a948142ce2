import { TokenBudgetError } from "../../../tracing/recorder/token_budget_error.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import type {
  RunOptions,
  TokenBudget,
} from "../../../tracing/recorder/options.ts";
import type {
  AgentRun,
  AgentScope,
  Turn,
} from "../../../tracing/recorder/types.ts";
import { RUN } from "./_run_setup.ts";
import { stderrLines } from "../../_helpers/stderr_lines.ts";

/** What came of a run with a budget. */
export interface Budgeted {
  readonly agentRun: AgentRun;
  /** What `traceRun` threw. */
  readonly thrown: unknown;
  /** The lines on stderr. */
  readonly lines: readonly string[];
}

/** Runs `fn` as a run with a budget. */
export async function budgeted(
  budget: TokenBudget | undefined,
  fn: (agentRun: AgentRun) => unknown,
  options: Partial<RunOptions> = {},
): Promise<Budgeted> {
  using said = stderrLines();
  let agentRun!: AgentRun;
  let thrown: unknown;
  try {
    await traceRun({ ...RUN, ...options, ...(budget && { budget }) }, (run) => {
      agentRun = run;
      return fn(run);
    });
  } catch (error) {
    thrown = error;
  }
  return { agentRun, thrown, lines: said.lines };
}

/** A model call of some input, in an agent's next turn or in a turn. */
export async function sends(
  scope: AgentScope | Turn,
  inputTokens: number,
): Promise<void> {
  await scope.chat((chat) => chat.response({ usage: { inputTokens } }));
}

/** The error of a run, or a failure where it has another or none. */
export function budgetErrorOf({ thrown }: Budgeted): TokenBudgetError {
  if (thrown instanceof TokenBudgetError) return thrown;
  throw new Error("There is no TokenBudgetError", { cause: thrown });
}
