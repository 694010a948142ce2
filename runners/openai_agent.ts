import type { Runner as AgentsRunner } from "@openai/agents";
import type OpenAI from "openai";
import type { AgentRun } from "@turnspan/turnspan";
import { mcpTools, traceRunner } from "@turnspan/turnspan/openai-agents";
import { AGENT_INSTRUCTIONS } from "./shared/instructions.ts";
import { MaxTurnsError } from "./shared/max_turns_error.ts";
import { explainModelError } from "./shared/model_error.ts";
import { checkedModels } from "./openai_agent/checked_models.ts";
import { checkAnswer } from "./shared/no_answer.ts";
import { openaiClientOptions } from "./shared/openai_client.ts";
import type { DriveOptions, Runner } from "./shared/runner.ts";

/**
 * Lets the model choose the tools, turn by turn, in the loop of the OpenAI
 * Agents SDK: each turn is one reply and the tool calls that it asks for.
 */
export const openaiAgent: Runner = {
  name: "openai_agent",
  summary: "chooses its tools turn by turn, with the OpenAI Agents SDK",
  apis: ["chat_completions"],
  async load() {
    // One by one: Deno loads what they share once for each that is under way.
    const { default: OpenAI } = await import("openai");
    const agents = await (sdk ??= loadSdk());
    return async (run, question, options) => {
      const client = new OpenAI(openaiClientOptions(options.model));
      const runner = agentsRunner(agents, client);
      return await answer(agents, runner, run, question, options);
    };
  },
};

type Agents = typeof import("@openai/agents");

let sdk: Promise<Agents> | undefined;

async function loadSdk(): Promise<Agents> {
  const agents = await import("@openai/agents");
  traceRunner(agents.Runner);
  // The SDK's own export has a timer of five seconds, even with nothing to send.
  agents.setTraceProcessors([]);
  return agents;
}

function agentsRunner(
  { OpenAIProvider, Runner }: Agents,
  openAIClient: OpenAI,
): AgentsRunner {
  return new Runner({
    modelProvider: checkedModels(
      new OpenAIProvider({ openAIClient, useResponses: false }),
    ),
    // The SDK's own trace would be sent to the vendor.
    tracingDisabled: true,
    toolNotFoundBehavior: "return_error_to_model",
  });
}

/**
 * Runs the agent. Its replies are not streamed: nobody sees the answer before
 * its end, and not every endpoint reports usage of a stream.
 */
async function answer(
  { Agent, MaxTurnsExceededError, tool }: Agents,
  runner: AgentsRunner,
  run: AgentRun,
  question: string,
  { model, pool, maxTurns, signal }: DriveOptions,
): Promise<string> {
  const agent = new Agent({
    name: run.name,
    instructions: AGENT_INSTRUCTIONS,
    model: model.name,
    tools: mcpTools(pool, tool),
  });
  try {
    const { finalOutput } = await runner.run(agent, question, {
      maxTurns,
      signal,
    });
    checkAnswer(run);
    return finalOutput ?? "";
  } catch (error) {
    if (!(error instanceof MaxTurnsExceededError)) {
      checkAnswer(run);
      throw explainModelError(error, model);
    }
    const reached = new MaxTurnsError(maxTurns);
    run.fail(reached, "max_turns");
    throw reached;
  }
}
