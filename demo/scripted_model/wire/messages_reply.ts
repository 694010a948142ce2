import type { Reply } from "./reply.ts";
import { chunksOf, type ServerEvent } from "./sse.ts";

/** A reply as one message. */
export function message(reply: Reply): unknown {
  return {
    ...head(reply),
    content: [
      ...(reply.text === "" ? [] : [{ type: "text", text: reply.text }]),
      ...reply.calls.map(({ id, name, args }) => ({
        type: "tool_use",
        id,
        name,
        input: args,
      })),
    ],
    stop_reason: stopReason(reply),
    stop_sequence: null,
    usage: usageOf(reply, reply.outputTokens),
  };
}

/** A reply as the events of a streamed message. */
export function* messageEvents(reply: Reply): Generator<ServerEvent> {
  yield named("message_start", {
    message: {
      ...head(reply),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: usageOf(reply, 1),
    },
  });
  yield named("ping", {});
  let index = 0;
  if (reply.text !== "") {
    const deltas = chunksOf(reply.text).map((text) => ({
      type: "text_delta",
      text,
    }));
    yield* block(index++, { type: "text", text: "" }, deltas);
  }
  for (const { id, name, args } of reply.calls) {
    const deltas = chunksOf(JSON.stringify(args)).map((piece) => ({
      type: "input_json_delta",
      partial_json: piece,
    }));
    yield* block(index++, { type: "tool_use", id, name, input: {} }, deltas);
  }
  yield named("message_delta", {
    delta: { stop_reason: stopReason(reply), stop_sequence: null },
    usage: { output_tokens: reply.outputTokens },
  });
  yield named("message_stop", {});
}

function* block(
  index: number,
  content: unknown,
  deltas: readonly unknown[],
): Generator<ServerEvent> {
  yield named("content_block_start", { index, content_block: content });
  for (const delta of deltas) {
    yield named("content_block_delta", { index, delta });
  }
  yield named("content_block_stop", { index });
}

function named(event: string, data: Record<string, unknown>): ServerEvent {
  return { event, data: JSON.stringify({ type: event, ...data }) };
}

function head({ digest, model }: Reply) {
  return {
    id: `msg_${digest.slice(0, 24)}`,
    type: "message",
    role: "assistant",
    model,
  };
}

function stopReason({ calls }: Reply): string {
  return calls.length === 0 ? "end_turn" : "tool_use";
}

function usageOf({ inputTokens }: Reply, outputTokens: number) {
  return {
    input_tokens: inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: outputTokens,
  };
}
