import { mcpTools, traceAgent } from "@turnspan/turnspan/langchain";
import { chatModel } from "./deep_agent/chat_model.ts";
import { agentMiddleware } from "./deep_agent/middleware.ts";
import { checkFramework } from "./deep_agent/framework.ts";
import { OWN_TOOLS } from "./deep_agent/own_tools.ts";
import { DATA_ANALYST, INSTRUCTIONS } from "./deep_agent/prompts.ts";
import { withoutAdvice } from "./deep_agent/without_advice.ts";
import { explainModelError } from "./shared/model_error.ts";
import type { Runner } from "./shared/runner.ts";

/**
 * Lets the model choose the tools, turn by turn, and hand what is heavy in data
 * to sub-agents, in the loop of deepagents.
 */
export const deepAgent: Runner = {
  name: "deep_agent",
  summary: "chooses its tools turn by turn and has sub-agents, with deepagents",
  apis: ["chat_completions", "messages"],
  async load(api) {
    // One by one: Deno loads what they share once for each that is under way.
    const deepagents = await import("deepagents");
    const langchain = await import("langchain");
    // Of the two vendors' packages only the one that is used is loaded.
    const vendor = api === "messages"
      ? await import("@langchain/anthropic")
      : await import("@langchain/openai");
    checkFramework({ deepagents, langchain });
    const { createDeepAgent, GENERAL_PURPOSE_SUBAGENT } = deepagents;
    return async (_, question, { model, pool, maxTurns, signal }) => {
      const middleware = agentMiddleware(langchain, { maxTurns, signal });
      const agent = traceAgent(createDeepAgent({
        model: chatModel(vendor, model),
        tools: mcpTools(pool, langchain.tool, { keepClearOf: OWN_TOOLS }),
        systemPrompt: INSTRUCTIONS,
        subagents: [
          { ...GENERAL_PURPOSE_SUBAGENT, middleware },
          { ...DATA_ANALYST, middleware },
        ],
        middleware,
      }));
      try {
        const { messages } = await agent.invoke(
          { messages: [{ role: "user", content: question }] },
          { signal },
        );
        return messages.at(-1)?.text ?? "";
      } catch (error) {
        throw explainModelError(withoutAdvice(error), model);
      }
    };
  },
};
