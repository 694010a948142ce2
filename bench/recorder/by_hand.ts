import { context, SpanKind, trace } from "@opentelemetry/api";
import {
  Conversation,
  MODEL,
  MODEL_URL,
  POST,
  RESULT,
  type Step,
  stepOf,
} from "./work.ts";

type Context = ReturnType<typeof context.active>;

const tracer = trace.getTracer("bench");

/**
 * Runs an agent whose spans somebody made by hand on the bare SDK: the same
 * ones, with the attributes that one would give them.
 *
 * @param turns How many turns it has.
 * @param withRequests Whether it sends requests.
 */
export async function byHand(
  turns: number,
  withRequests: boolean,
): Promise<void> {
  const run = tracer.startSpan("agent.run");
  const runContext = trace.setSpan(context.active(), run);
  const conversation = withRequests ? new Conversation() : undefined;
  for (let index = 1; index <= turns; index++) {
    await turnByHand(runContext, index, conversation);
    conversation?.addTurn();
  }
  run.end();
}

async function turnByHand(
  runContext: Context,
  index: number,
  conversation: Conversation | undefined,
): Promise<void> {
  const turn = tracer.startSpan("agent.turn", {
    attributes: {
      "turn.index": index,
      "agent.runner": "bench",
      "agent.run_id": "x",
      "gen_ai.agent.name": "bench",
      "gen_ai.request.model": MODEL,
    },
  }, runContext);
  const turnContext = trace.setSpan(runContext, turn);
  const step = stepOf(index);
  await chatByHand(turnContext, step, conversation);
  for (const { id, name } of step.calls) {
    await toolByHand(turnContext, id, name);
  }
  turn.setAttributes({
    "gen_ai.usage.input_tokens": step.response.usage!.inputTokens!,
    "gen_ai.usage.output_tokens": step.response.usage!.outputTokens!,
    "turn.tool_calls": step.calls.length,
    "turn.prompt.delta_tokens": 0,
    "turn.prompt.size_bucket": "1k-2k",
  });
  turn.end();
}

async function chatByHand(
  turnContext: Context,
  step: Step,
  conversation: Conversation | undefined,
): Promise<void> {
  const chat = tracer.startSpan(`chat ${MODEL}`, {
    kind: SpanKind.CLIENT,
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.system": "openai",
      "gen_ai.request.model": MODEL,
    },
  }, turnContext);
  const reply = await context.with(
    trace.setSpan(turnContext, chat),
    () => postByHand(step, conversation),
  );
  chat.setAttributes({
    "gen_ai.response.id": reply.id,
    "gen_ai.response.model": reply.model,
    "gen_ai.response.finish_reasons": [reply.choices[0]!.finish_reason],
    "gen_ai.usage.input_tokens": reply.usage.prompt_tokens,
    "gen_ai.usage.output_tokens": reply.usage.completion_tokens,
  });
  chat.end();
}

async function postByHand(
  step: Step,
  conversation: Conversation | undefined,
): Promise<Step["reply"]> {
  const post = tracer.startSpan("POST", POST);
  const reply = conversation === undefined
    ? await Promise.resolve(step.reply)
    : await send(conversation, post.spanContext());
  post.end();
  return reply;
}

async function send(
  conversation: Conversation,
  { traceId, spanId }: { readonly traceId: string; readonly spanId: string },
): Promise<Step["reply"]> {
  const traceparent = `00-${traceId}-${spanId}-01`;
  const response = await fetch(
    MODEL_URL,
    conversation.request({ traceparent }),
  );
  return await response.json();
}

async function toolByHand(
  turnContext: Context,
  id: string,
  name: string,
): Promise<void> {
  const call = tracer.startSpan("tool.call", {
    kind: SpanKind.CLIENT,
    attributes: {
      "tool.name": name,
      "tool.server": "iot",
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": name,
      "gen_ai.tool.type": "function",
      "gen_ai.tool.call.id": id,
    },
  }, turnContext);
  await context.with(trace.setSpan(turnContext, call), () => Promise.resolve());
  call.setAttribute("tool.result.size", RESULT.length);
  call.end();
}
