import { ChatOpenAI } from "@langchain/openai";
import { createDeepAgent } from "deepagents";
import { type AgentMiddleware, createAgent, tool } from "langchain";
import { z } from "zod";
import { AGENT, TOOLS, type WorkTool } from "../agent_work.ts";

/** Options for {@linkcode makeAgent}. */
export interface AgentOptions {
  /** Middleware of the agent. */
  readonly middleware?: readonly AgentMiddleware[];
  /** Stands around what a tool does. */
  readonly aroundTool?: (
    tool: WorkTool,
    execute: () => Promise<string>,
  ) => Promise<string>;
}

/** An agent of either framework, which have the same type of their own. */
export type AnyAgent = ReturnType<typeof createAgent>;

/**
 * Makes the agent: one of deepagents where the program's argument is
 * `deepagents`, else one of LangChain. What traces one traces the other.
 *
 * @param options Additional options.
 * @returns The agent.
 */
export function makeAgent(options: AgentOptions = {}): AnyAgent {
  const { middleware = [], aroundTool = (_, execute) => execute() } = options;
  const parts = {
    name: AGENT.name,
    model: new ChatOpenAI({
      model: AGENT.model,
      configuration: { baseURL: Deno.env.get("OPENAI_BASE_URL")! },
    }),
    systemPrompt: AGENT.instructions,
    middleware: [...middleware],
    tools: TOOLS.map((one) =>
      tool(() => aroundTool(one, () => Promise.resolve(one.result)), {
        name: one.name,
        description: one.description,
        schema: z.object({ asset: z.string(), days: z.number() }),
      })
    ),
  };
  return Deno.args[0] === "deepagents"
    // Its type says more, and none of it that is used here.
    ? createDeepAgent(parts) as unknown as AnyAgent
    : createAgent(parts);
}

/**
 * Asks an agent.
 *
 * @param agent The agent.
 * @param config What a run is given: callbacks, for example.
 * @returns What asks it, and returns its answer.
 */
export function asking(
  agent: AnyAgent,
  config: Parameters<AnyAgent["invoke"]>[1] = {},
): () => Promise<unknown> {
  return async () => {
    const { messages } = await agent.invoke({
      messages: [{ role: "user", content: AGENT.question }],
    }, { recursionLimit: 100, ...config });
    return messages.at(-1)?.text;
  };
}
