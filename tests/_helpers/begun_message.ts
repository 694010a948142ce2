import type { SaidReply } from "./conversation.ts";

/** A streamed message of which only the beginning comes, and its usage with it. */
export interface BegunMessage extends Disposable {
  readonly reply: SaidReply;
}

/**
 * Makes a streamed reply of `/v1/messages` that says its input tokens and goes
 * no further; it breaks off at the end of its block.
 */
export function beginsMessage(inputTokens: number): BegunMessage {
  let end = () => {};
  const message = {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "tested",
    content: [],
    stop_reason: null,
    usage: { input_tokens: inputTokens, output_tokens: 1 },
  };
  const event = JSON.stringify({ type: "message_start", message });
  return {
    reply: () =>
      new Response(
        new ReadableStream({
          start(controller) {
            const text = `event: message_start\ndata: ${event}\n\n`;
            controller.enqueue(new TextEncoder().encode(text));
            end = () => controller.close();
          },
        }),
        { headers: { "content-type": "text/event-stream" } },
      ),
    [Symbol.dispose]: () => {
      try {
        end();
      } catch {
        // Its reader has gone.
      }
    },
  };
}
