import { currentAgent } from "@turnspan/turnspan";
import { unusableArguments } from "@turnspan/turnspan/mcp";
import type { AgentMiddleware } from "langchain";
import { checkTurnLimit } from "../shared/max_turns_error.ts";
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

/** What an agent is to do otherwise than the framework has it by default. */
export function agentMiddleware(
  langchain: LangChain,
  { maxTurns, signal }: Limits,
): AgentMiddleware[] {
  return [
    limitTurns(langchain, maxTurns),
    tellFailedTools(langchain, signal),
    tellUnusableCalls(langchain),
  ];
}

/** The main agent's limit is each sub-agent's own, too. */
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

/** A sub-agent that failed, or does not exist, would end the whole run. */
function tellFailedTools(
  { toolErrorMiddleware, ToolInvocationError }: LangChain,
  signal: AbortSignal,
): AgentMiddleware {
  return toolErrorMiddleware({
    onError(error, { toolCall }) {
      // The framework has words of its own for arguments that do not fit.
      if (signal.aborted || error instanceof ToolInvocationError) return;
      const failure = withoutAdvice(error);
      const problem = failure instanceof Error ? failure.message : failure;
      return `Tool ${toolCall.name} failed: ${problem}`;
    },
  });
}

/** A reply whose only call has unusable arguments would be the answer. */
function tellUnusableCalls(
  { AIMessage, createMiddleware, ToolMessage }: LangChain,
): AgentMiddleware {
  return createMiddleware({
    name: "tellUnusableCalls",
    afterModel: {
      canJumpTo: ["model"],
      hook({ messages }) {
        const reply = messages.at(-1);
        if (!AIMessage.isInstance(reply)) return;
        const { invalid_tool_calls: unusable = [], tool_calls = [] } = reply;
        if (unusable.length === 0) return;
        const told = unusable.map(({ id = "", name = "", args }) =>
          new ToolMessage({
            tool_call_id: id,
            name,
            status: "error",
            content: `${unusableArguments(name)}: ${args}`,
          })
        );
        // By its id, it takes the place of the one that was.
        const asked = new AIMessage({
          ...(reply.id === undefined ? {} : { id: reply.id }),
          content: reply.content,
          tool_calls: [...tool_calls, ...unusable.map(asCall)],
        });
        return {
          messages: [asked, ...told],
          // Or the other calls would not be run.
          ...(tool_calls.length === 0 ? { jumpTo: "model" as const } : {}),
        };
      },
    },
  });
}

/** A message can hold a call's arguments as an object only. */
function asCall({ id, name = "" }: { id?: string; name?: string }) {
  return { name, args: {}, ...(id === undefined ? {} : { id }) };
}
