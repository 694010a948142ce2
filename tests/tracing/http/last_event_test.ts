import { assertEquals } from "@std/assert";
import { LastEvent } from "../../../tracing/http/_last_event.ts";

const encoder = new TextEncoder();

/** Whether the last event is seen in a stream that comes in these chunks. */
function isSeen(chunks: readonly Uint8Array[]): boolean {
  const last = new LastEvent();
  for (const chunk of chunks) last.read(chunk);
  return last.seen;
}

const LAST = [
  "data: [DONE]\n\n",
  "data:[DONE]\r\n\r\n",
  'event: message_stop\ndata: {"type":"message_stop"}\n\n',
  "event:message_stop\n",
  `event: response.completed\ndata: {"a":"${"é".repeat(100)}"}\n\n`,
  "event: response.incomplete\n\n",
  "event:response.failed\n\n",
];

const OTHERS = [
  'data: {"text":"\\ndata: [DONE]"}\n\n',
  'data: {"text":"event: message_stop"}\n\n',
  "event: message_start\n\n",
  "event: response.created\n\n",
  "event: response.completed_by_nobody\n\n",
  "data: [1]\n\n",
  " data: [DONE]\n\n",
  "date: [DONE]\n\n",
  "\n".repeat(200),
];

const BEFORE = [
  "",
  'event: message_start\ndata: {"text":"漢字"}\n\n',
  `data: ${"x".repeat(500)}\n\n`,
];

Deno.test("LastEvent sees the last event, wherever a chunk ends", () => {
  for (const before of BEFORE) {
    for (const last of LAST) {
      const bytes = encoder.encode(before + last);
      for (let cut = 0; cut <= bytes.length; cut++) {
        const chunks = [bytes.subarray(0, cut), bytes.subarray(cut)];
        assertEquals(isSeen(chunks), true, `${before}${last} at ${cut}`);
      }
      const single = Array.from(bytes, (byte) => Uint8Array.of(byte))
        .flatMap((byte) => [new Uint8Array(), byte]);
      assertEquals(isSeen(single), true, `${before}${last} byte by byte`);
    }
  }
});

Deno.test("LastEvent takes nothing else for it, wherever a chunk ends", () => {
  for (const before of BEFORE) {
    for (const other of OTHERS) {
      const bytes = encoder.encode(before + other);
      // To end at a name's end is to be that name so far.
      const cuts = other.includes("_by_nobody") ? 1 : bytes.length;
      for (let cut = 0; cut < cuts; cut++) {
        const chunks = [bytes.subarray(0, cut), bytes.subarray(cut)];
        assertEquals(isSeen(chunks), false, `${before}${other} at ${cut}`);
      }
    }
  }
});

Deno.test("LastEvent sees the last event behind many others in a chunk", () => {
  for (const last of LAST) {
    const bytes = encoder.encode("data: 1\n\n".repeat(500) + last);
    assertEquals(isSeen([bytes]), true, last);
    const kept = encoder.encode(last + ": keep-alive\n\n".repeat(2));
    assertEquals(isSeen([kept]), true, last);
  }
});

Deno.test("LastEvent takes no event for the last that many follow in its chunk", () => {
  const others = "data: 1\n\n".repeat(500);
  for (const event of LAST) {
    const bytes = encoder.encode(others + event + others);
    assertEquals(isSeen([bytes]), false, event);
  }
});

Deno.test("LastEvent keeps no chunk, which may be used again", () => {
  for (const before of ["data: 1\n\n", ""]) {
    const last = new LastEvent();
    const chunk = encoder.encode(`${before}data: [DO`);
    last.read(chunk);
    chunk.fill(0);
    last.read(encoder.encode("NE]\n\n"));

    assertEquals(last.seen, true, before);
  }
});
