import { INVALID_SPAN_CONTEXT, trace } from "../base/api.ts";
import { capturesContent } from "../privacy/content.ts";
import { checkBudget } from "./_check_budget.ts";
import { checkOptions } from "./_check_options.ts";
import { RUN } from "./_option_rules.ts";
import { RunBudget } from "./_run_budget.ts";
import { RunCore } from "./_run_core.ts";
import { AgentRunScope } from "./_run_scope.ts";
import { activeProvider, recorderTracer } from "../base/tracers.ts";
import type { RunOptions } from "./options.ts";
import { providerName } from "./provider_name.ts";
import type { AgentRun } from "./types.ts";

/** Holds nothing and exports nothing. */
const NO_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/**
 * Opens a run of an agent, which its caller ends: for a framework with
 * callbacks, which reports the start and the end in two places. Where one
 * function does all the work, use {@linkcode traceRun}, which ends the run too.
 *
 * @example Usage
 * ```ts
 * import { startRun } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * const run = startRun({ runner: "my_agent", model: "gpt-5" });
 * const chat = run.startChat(); // opens the first turn, too
 * chat.response({ text: "Hello", usage: { inputTokens: 9, outputTokens: 1 } });
 * chat.end();
 * run.end(); // ends the turn
 *
 * assertEquals(run.trajectory.turns[0]?.text, "Hello");
 * assertEquals(run.usage, { inputTokens: 9, outputTokens: 1 });
 * ```
 *
 * @param options What the run is.
 * @returns The run. Ending it ends everything that is still open inside.
 * @throws {TypeError} If an option is missing, of the wrong type, or a limit of
 * its budget that cannot be used.
 */
export function startRun(options: RunOptions): AgentRun {
  const checked = checkOptions(options, RUN);
  const limits = checkBudget(checked.budget);
  const off = activeProvider() === undefined;
  return new AgentRunScope(
    new RunCore({
      tracer: recorderTracer(),
      noSpan: NO_SPAN,
      // What a budget is used up by is told from the requests.
      options: limits ? { ...checked, readRequests: true } : checked,
      budget: limits && new RunBudget(limits),
      provider: checked.provider ?? providerName(checked.model),
      content: !off && capturesContent(),
      off,
    }),
  );
}
