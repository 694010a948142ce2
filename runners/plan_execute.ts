import { openaiClientOptions } from "./shared/openai_client.ts";
import { PlanExecution } from "./plan_execute/plan_execution.ts";
import type { Runner } from "./shared/runner.ts";

/**
 * Plans with the model, runs the plan a step at a time, and sums up: turn 1
 * plans, one turn a step resolves the step's arguments and calls its tool, and
 * the last turn answers.
 */
export const planExecute: Runner = {
  name: "plan_execute",
  summary: "plans the work, runs each step of the plan, and sums up",
  apis: ["chat_completions"],
  async load() {
    const { default: OpenAI } = await import("openai");
    return async (run, question, options) => {
      const client = new OpenAI(openaiClientOptions(options.model));
      return await new PlanExecution(run, question, client, options).answer();
    };
  },
};
