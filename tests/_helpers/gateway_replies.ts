import type { Json } from "../../tracing/base/json.ts";

/** A chat completion of one choice, with usage of 100 and 10 tokens. */
export function completionOf(choice: Json): Json {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1,
    model: "tested",
    choices: [{ index: 0, ...choice }],
    usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
  };
}

/** A chat completion that ends as one does, with this message. */
export function completionWith(message: Json, reason: unknown = "stop"): Json {
  return completionOf({ message, finish_reason: reason });
}

/** A message of the messages format, with usage of 100 and 10 tokens. */
export function messageWith(members: Json): Json {
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "tested",
    content: [],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 100, output_tokens: 10 },
    ...members,
  };
}

/** Sends a body, which need not be whatever it says. */
export function sends(body: unknown, type = "application/json") {
  return () =>
    new Response(JSON.stringify(body), { headers: { "content-type": type } });
}

/** Sends a message whole or as a stream, as the request asks. */
export function sendsMessage(message: Json) {
  return ({ stream }: { readonly stream: boolean }): Response => {
    if (!stream) return sends(message)();
    const { content, stop_reason, ...head } = message;
    const blocks = content as readonly { readonly text: string }[];
    const events: Json[] = [
      {
        type: "message_start",
        message: { ...head, content: [], stop_reason: null },
      },
      ...blocks.flatMap(({ text }, index) => [
        {
          type: "content_block_start",
          index,
          content_block: { type: "text", text: "" },
        },
        {
          type: "content_block_delta",
          index,
          delta: { type: "text_delta", text },
        },
        { type: "content_block_stop", index },
      ]),
      { type: "message_delta", delta: { stop_reason }, usage: head.usage },
      { type: "message_stop" },
    ];
    const text = events.map((event) =>
      `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
    ).join("");
    return new Response(text, {
      headers: { "content-type": "text/event-stream" },
    });
  };
}
