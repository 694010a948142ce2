import {
  Agent,
  type ModelProvider,
  Runner,
  setDefaultOpenAIClient,
  setOpenAIAPI,
  setTracingDisabled,
  tool,
} from "@openai/agents";
import OpenAI from "openai";
import { z } from "zod";
import { AGENT, TOOLS, type WorkTool } from "../agent_work.ts";

/** Options for {@linkcode makeAgent}. */
export interface AgentOptions {
  /** The client, where it is not a plain one. */
  readonly client?: OpenAI;
  /** Where models come from, where it is not the client. */
  readonly modelProvider?: ModelProvider;
  /** Whether the SDK makes its own traces, for a peer that reads them. */
  readonly sdkTraces?: boolean;
  /** Stands around what a tool does. */
  readonly aroundTool?: (
    tool: WorkTool,
    execute: () => Promise<string>,
  ) => Promise<string>;
}

/**
 * Makes the agent, as a program of the OpenAI Agents SDK does.
 *
 * @param options Additional options.
 * @returns What asks it, and returns its answer.
 */
export function makeAgent(options: AgentOptions = {}): () => Promise<unknown> {
  const {
    client = new OpenAI(),
    modelProvider,
    sdkTraces = false,
    aroundTool = (_, execute) => execute(),
  } = options;
  setDefaultOpenAIClient(client);
  setOpenAIAPI("chat_completions");
  setTracingDisabled(!sdkTraces);
  const agent = new Agent({
    name: AGENT.name,
    model: AGENT.model,
    instructions: AGENT.instructions,
    tools: TOOLS.map((one) =>
      tool({
        name: one.name,
        description: one.description,
        parameters: z.object({ asset: z.string(), days: z.number() }),
        execute: () => aroundTool(one, () => Promise.resolve(one.result)),
      })
    ),
  });
  const runner = new Runner(modelProvider ? { modelProvider } : {});
  return async () =>
    (await runner.run(agent, AGENT.question, { maxTurns: 20 })).finalOutput;
}
