import { currentAgent } from "@turnspan/turnspan";
import { unusableArguments } from "@turnspan/turnspan/mcp";
import type { AgentMiddleware } from "langchain";
import { checkTurnLimit } from "../shared/max_turns_error.ts";
import { checkAnswer } from "../shared/no_answer.ts";
import { withoutAdvice } from "./without_advice.ts";

/** The framework. */
type LangChain = typeof import("langchain");

/** What limits an agent. */
export interface Limits {
  /** How many turns it may take. */
  readonly maxTurns: number;
  /** Aborts when the run is cancelled. */
  readonly signal: AbortSignal;
}

/** Makes the middleware that changes what the framework does by default. */
export function agentMiddleware(
  langchain: LangChain,
  { maxTurns, signal }: Limits,
): AgentMiddleware[] {
  return [
    limitTurns(langchain, maxTurns),
    failWithoutAnswer(langchain),
    reportFailedTools(langchain, signal),
    reportUnusableCalls(langchain),
  ];
}

/** Limits the turns of the main agent, and of each sub-agent by itself. */
function limitTurns(
  { createMiddleware }: LangChain,
  maxTurns: number,
): AgentMiddleware {
  return createMiddleware({
    name: "limitTurns",
    wrapModelCall(request, handler) {
      const agent = currentAgent();
      if (agent !== undefined) checkTurnLimit(agent, maxTurns);
      return handler(request);
    },
  });
}

/** Fails an agent whose model gave no answer, which would be an empty one. */
function failWithoutAnswer({ createMiddleware }: LangChain): AgentMiddleware {
  return createMiddleware({
    name: "failWithoutAnswer",
    afterModel() {
      checkAnswer(currentAgent());
    },
  });
}

/** Lets a run go on where a sub-agent failed or does not exist. */
function reportFailedTools(
  { toolErrorMiddleware, ToolInvocationError }: LangChain,
  signal: AbortSignal,
): AgentMiddleware {
  return toolErrorMiddleware({
    onError(error, { toolCall }) {
      // The framework has a message of its own for arguments that do not fit.
      if (signal.aborted || error instanceof ToolInvocationError) return;
      const failure = withoutAdvice(error);
      const problem = failure instanceof Error ? failure.message : failure;
      return `Tool ${toolCall.name} failed: ${problem}`;
    },
  });
}

/** Has the model correct unusable calls: a reply with no other would be the answer. */
function reportUnusableCalls(
  { AIMessage, createMiddleware, ToolMessage }: LangChain,
): AgentMiddleware {
  return createMiddleware({
    name: "reportUnusableCalls",
    afterModel: {
      canJumpTo: ["model"],
      hook({ messages }) {
        const reply = messages.at(-1);
        if (!AIMessage.isInstance(reply)) return;
        const { invalid_tool_calls: unusable = [], tool_calls = [] } = reply;
        if (unusable.length === 0) return;
        const results = unusable.map(({ id = "", name = "", args }) =>
          new ToolMessage({
            tool_call_id: id,
            name,
            status: "error",
            content: `${unusableArguments(name)}: ${args}`,
          })
        );
        const { id, content } = reply;
        // A message with the id of another takes its place.
        const corrected = new AIMessage({
          ...(id === undefined ? {} : { id }),
          content,
          tool_calls: [...tool_calls, ...unusable.map(asCall)],
        });
        return {
          messages: [corrected, ...results],
          // Other calls are run first.
          ...(tool_calls.length === 0 ? { jumpTo: "model" as const } : {}),
        };
      },
    },
  });
}

/** The same call with no arguments: a message holds nothing but objects. */
function asCall({ id, name = "" }: { id?: string; name?: string }) {
  return { name, args: {}, ...(id === undefined ? {} : { id }) };
}
