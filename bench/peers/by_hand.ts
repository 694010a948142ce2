import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, context, SpanKind, trace } from "@opentelemetry/api";

/** What a reply of a model says that a span of a call has. */
export interface HandReply {
  readonly id: string;
  readonly model: string;
  readonly finishReason: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Where one run is. */
interface State {
  readonly run: Context;
  turn: Context;
  index: number;
}

const tracer = trace.getTracer("by-hand");
const states = new AsyncLocalStorage<State>();

/**
 * Runs an agent in an `agent.run`: the least code that makes the spans of a
 * trace on the bare SDK, with what its spans need and nothing read from
 * requests.
 *
 * @param run What runs the agent.
 * @returns What it returns.
 */
export async function handRun<T>(run: () => Promise<T>): Promise<T> {
  const span = tracer.startSpan("agent.run", {
    attributes: { "agent.runner": "by_hand", "gen_ai.agent.name": "operator" },
  });
  const inRun = trace.setSpan(context.active(), span);
  const state = { run: inRun, turn: inRun, index: 0 };
  try {
    return await states.run(state, run);
  } finally {
    trace.getSpan(state.turn)?.end();
    span.end();
  }
}

/**
 * Calls the model in an `agent.turn` and a `chat`. The turn ends when the next
 * one begins, or the run.
 *
 * @param model What it is called.
 * @param call What calls it.
 * @param read What reads its reply.
 * @returns What `call` returns.
 */
export async function handChat<T>(
  model: string,
  call: () => Promise<T>,
  read: (reply: T) => HandReply,
): Promise<T> {
  const state = states.getStore()!;
  const turn = startTurn(state, model);
  const chat = tracer.startSpan(`chat ${model}`, {
    kind: SpanKind.CLIENT,
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": model,
    },
  }, state.turn);
  const reply = await context.with(trace.setSpan(state.turn, chat), call);
  const { id, model: used, finishReason, inputTokens, outputTokens } = read(
    reply,
  );
  const usage = {
    "gen_ai.usage.input_tokens": inputTokens,
    "gen_ai.usage.output_tokens": outputTokens,
  };
  turn.setAttributes(usage);
  chat.setAttributes({
    "gen_ai.response.id": id,
    "gen_ai.response.model": used,
    "gen_ai.response.finish_reasons": [finishReason],
    ...usage,
  });
  chat.end();
  return reply;
}

/**
 * Calls a tool in a `tool.call` of the turn.
 *
 * @param name The tool's.
 * @param call What calls it.
 * @returns What it returns.
 */
export async function handTool(
  name: string,
  call: () => Promise<string>,
): Promise<string> {
  const { turn } = states.getStore()!;
  const span = tracer.startSpan("tool.call", {
    attributes: {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": name,
      "gen_ai.tool.type": "function",
    },
  }, turn);
  const result = await context.with(trace.setSpan(turn, span), call);
  span.setAttribute("tool.result.size", result.length);
  span.end();
  return result;
}

function startTurn(state: State, model: string) {
  if (state.turn !== state.run) trace.getSpan(state.turn)?.end();
  const span = tracer.startSpan("agent.turn", {
    attributes: {
      "turn.index": ++state.index,
      "agent.runner": "by_hand",
      "gen_ai.agent.name": "operator",
      "gen_ai.request.model": model,
    },
  }, state.run);
  state.turn = trace.setSpan(state.run, span);
  return span;
}
