import { assertEquals } from "@std/assert";
import { EventStream } from "../../../../tracing/prompt/wire/event_stream.ts";

const TEXT =
  'event: a\r\ndata: {"text":"ü€"}\r\n\r\n: a comment\ndata: nonsense\ndata:[1]\ndata: [DONE]\n\n';
const EVENTS = [{ text: "ü€" }, [1], "[DONE]"];

Deno.test("EventStream takes events out of text and bytes, wherever they are cut", () => {
  const bytes = new TextEncoder().encode(TEXT);
  for (const chunks of [bytes, TEXT]) {
    for (let cut = 0; cut <= chunks.length; cut++) {
      const stream = new EventStream();
      const events = [
        ...stream.read(chunks.slice(0, cut)),
        ...stream.read(chunks.slice(cut)),
      ];
      assertEquals(events, EVENTS);
    }
  }
});

Deno.test("EventStream reads a line of 20 MB that comes in small chunks", () => {
  const stream = new EventStream();
  const chunk = "x".repeat(1000);
  stream.read('data: "');
  for (let i = 0; i < 20_000; i++) stream.read(chunk);
  const [text] = stream.read('"\n') as [string];
  assertEquals(text.length, 20_000_000);
});
