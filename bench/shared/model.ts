/**
 * A model behind the messages API: it answers at once,
 * with a stream of as many bytes as the request's header says, and makes none
 * of it before it is read.
 *
 * @module
 */

import { REPLY_BYTES } from "./reply_bytes.ts";
import { serveHere } from "./serve_here.ts";

/** The most bytes that are written at once. */
const PIECE = 65_536;

const BEGIN = events({
  type: "message_start",
  message: {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "bench",
    content: [],
    usage: { input_tokens: 15_000, output_tokens: 1 },
  },
}, {
  type: "content_block_start",
  index: 0,
  content_block: { type: "text", text: "" },
});

const DELTA = events({
  type: "content_block_delta",
  index: 0,
  delta: { type: "text_delta", text: "It draws more power. " },
});

const END = events({ type: "content_block_stop", index: 0 }, {
  type: "message_delta",
  delta: { stop_reason: "end_turn", stop_sequence: null },
  usage: { output_tokens: 80 },
}, { type: "message_stop" });

interface Event {
  readonly type: string;
  readonly [field: string]: unknown;
}

function events(...all: Event[]): string {
  return all.map((event) =>
    `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
  ).join("");
}

function reply(bytes: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const text = DELTA.repeat(Math.ceil(Math.min(bytes, PIECE) / DELTA.length));
  let left = Math.ceil(bytes / text.length);
  let begun = false;
  return new ReadableStream({
    pull(controller) {
      if (!begun) {
        begun = true;
        return controller.enqueue(encoder.encode(BEGIN));
      }
      if (left-- > 0) return controller.enqueue(encoder.encode(text));
      controller.enqueue(encoder.encode(END));
      controller.close();
    },
  }, { highWaterMark: 0 });
}

await serveHere(({ headers }) =>
  new Response(reply(Number(headers.get(REPLY_BYTES))), {
    headers: { "content-type": "text/event-stream" },
  })
);
