import type { McpTool } from "@turnspan/turnspan/mcp";

/** The instructions for a plan, with the tools that there are. */
export function planInstructions(tools: readonly McpTool[]): string {
  const shown = tools.map(({ shownName, server, description, inputSchema }) =>
    JSON.stringify({ name: shownName, server, description, inputSchema })
  );
  return `You plan how to answer a question with the tools below. Write the fewest steps that will do. Each step calls one tool, or none where it only draws a conclusion from earlier results. List in depends_on every step whose result a step needs, also to fill in its tool's arguments. You do not answer the question yet.

Tools:
[${shown.join(",\n")}]`;
}

/** The message about a plan that cannot be run. */
export function planRejected(reason: string): string {
  return `This plan cannot be run: ${reason}. Send the whole plan again, corrected.`;
}

/** The instructions for a step. */
export const STEP_INSTRUCTIONS: string =
  "You carry out one step of a plan that answers the user's question. Where the step has a tool, call it once, with arguments taken from the question and the earlier results. Where it has none, answer the step in a few sentences from the earlier results. An earlier step that failed says so in its result: do the best that can be done without it.";

/** The instructions for the answer. */
export const SUMMARY_INSTRUCTIONS: string =
  "You answer the user's question from the results of the steps below, in a few plain sentences with the figures that matter. Say what could not be found out where a step failed. Use no figure that the results do not hold.";

/** The message that gives the model a step. */
export function stepTask(id: number, task: string): string {
  return `Step ${id}: ${task}`;
}

/** The last message of the conversation, which asks for the answer. */
export const SUMMARY_TASK: string =
  "All steps are done. Answer the question now.";
