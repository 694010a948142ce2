import { trace } from "@opentelemetry/api";
import {
  type AgentRun,
  type Chat,
  tracedFetch,
  traceRun,
  type Turn,
} from "@turnspan/turnspan";
import {
  Conversation,
  MODEL,
  MODEL_URL,
  POST,
  RESULT,
  type Step,
  stepOf,
} from "./work.ts";

/**
 * Runs the same agent as {@linkcode byHand}, recorded.
 *
 * @param turns How many turns it has.
 * @param withRequests Whether it sends requests.
 */
export async function recorded(
  turns: number,
  withRequests: boolean,
): Promise<void> {
  const conversation = withRequests ? new Conversation() : undefined;
  await traceRun({ runner: "bench", model: MODEL }, async (run: AgentRun) => {
    for (let index = 1; index <= turns; index++) {
      const step = stepOf(index);
      await run.turn((turn) => recordedTurn(turn, step, conversation));
      conversation?.addTurn();
    }
  });
}

async function recordedTurn(
  turn: Turn,
  step: Step,
  conversation: Conversation | undefined,
): Promise<void> {
  const chat = turn.startChat();
  await chat.run(() =>
    conversation === undefined
      ? answered(chat, step)
      : asked(chat, conversation)
  );
  for (const { id: callId, name, input } of step.calls) {
    const call = turn.startTool({ server: "iot", name, callId, input });
    await call.run(() => call.result(RESULT));
  }
}

/** As by hand, with a span for the request that is not sent. */
async function answered(chat: Chat, step: Step): Promise<void> {
  const post = trace.getTracer("bench").startSpan("POST", POST);
  await Promise.resolve();
  post.end();
  chat.response(step.response);
}

async function asked(chat: Chat, conversation: Conversation): Promise<void> {
  const response = await tracedFetch(MODEL_URL, conversation.request());
  chat.reply(await response.json());
}
