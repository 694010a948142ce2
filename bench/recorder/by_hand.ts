import { context, SpanKind, trace } from "@opentelemetry/api";
import {
  type Call,
  Conversation,
  MODEL,
  MODEL_URL,
  POST,
  RESULT,
  type Step,
  stepOf,
} from "./work.ts";
import type { Told } from "./told.ts";

type Context = ReturnType<typeof context.active>;

const tracer = trace.getTracer("bench");

/**
 * Runs an agent whose spans somebody made by hand on the bare SDK: the same
 * ones, with the attributes that one would give them.
 *
 * @param turns How many turns it has.
 * @param withRequests Whether it sends requests.
 * @param told What is told beside the spans, if anything.
 */
export async function byHand(
  turns: number,
  withRequests: boolean,
  told?: Told,
): Promise<void> {
  const run = tracer.startSpan("agent.run");
  const runContext = trace.setSpan(context.active(), run);
  const conversation = withRequests ? new Conversation() : undefined;
  for (let index = 1; index <= turns; index++) {
    await turnByHand(runContext, index, { conversation, told });
    conversation?.addTurn();
  }
  if (told !== undefined) run.setAttribute("turns", told.turns.length);
  run.end();
}

/** What the turns of a run share. */
interface OfRun {
  readonly conversation: Conversation | undefined;
  readonly told: Told | undefined;
}

async function turnByHand(
  runContext: Context,
  index: number,
  ofRun: OfRun,
): Promise<void> {
  const begin = performance.now();
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
  await chatByHand(turnContext, step, ofRun);
  ofRun.told?.turn(index, step);
  for (const call of step.calls) {
    await toolByHand(turnContext, call, ofRun.told);
  }
  turn.setAttributes({
    "gen_ai.usage.input_tokens": step.response.usage!.inputTokens!,
    "gen_ai.usage.output_tokens": step.response.usage!.outputTokens!,
    "turn.tool_calls": step.calls.length,
    "turn.prompt.delta_tokens": 0,
    "turn.prompt.size_bucket": "1k-2k",
    ...ofRun.told?.prompt,
  });
  ofRun.told?.turnEnded(performance.now() - begin);
  turn.end();
}

async function chatByHand(
  turnContext: Context,
  step: Step,
  ofRun: OfRun,
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
    () => postByHand(step, ofRun),
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
  { conversation, told }: OfRun,
): Promise<Step["reply"]> {
  const post = tracer.startSpan("POST", POST);
  const reply = conversation === undefined
    ? await Promise.resolve(step.reply)
    : await send(conversation, post.spanContext(), told);
  post.end();
  return reply;
}

async function send(
  conversation: Conversation,
  { traceId, spanId }: { readonly traceId: string; readonly spanId: string },
  told: Told | undefined,
): Promise<Step["reply"]> {
  const traceparent = `00-${traceId}-${spanId}-01`;
  const request = conversation.request({ traceparent });
  const reply = fetch(MODEL_URL, request);
  told?.request(String(request.body));
  return await (await reply).json();
}

async function toolByHand(
  turnContext: Context,
  { id, name, input }: Call,
  told: Told | undefined,
): Promise<void> {
  const begin = performance.now();
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
  told?.tool({ name, callId: id, input, begin });
  call.end();
}
