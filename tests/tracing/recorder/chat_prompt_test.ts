import { assertEquals } from "@std/assert";
import { ChatPrompt } from "../../../tracing/recorder/_chat_prompt.ts";
import type { EnclosingAgent } from "../../../tracing/recorder/_enclosing.ts";
import { RequestReader } from "../../../tracing/prompt/request_reader.ts";

/** A prompt, and how many of its requests have been read. */
function prompt() {
  const requests = new RequestReader(() => undefined);
  const read: number[] = [];
  const chat = new ChatPrompt({
    agent: { requests } as EnclosingAgent,
    model: "gpt-5",
    content: undefined,
    onFirst: ({ pieces }) => void read.push(pieces[0]!.bytes),
  });
  return { chat, read };
}

function requestOf(bytes: number): string {
  const content = "a".repeat(bytes);
  return JSON.stringify({ messages: [{ role: "user", content }] });
}

Deno.test("ChatPrompt.sent() reads a small request at once", () => {
  const { chat, read } = prompt();

  chat.sent(requestOf(30_000));

  assertEquals(read, [30_000]);
});

Deno.test("ChatPrompt.sent() does not keep a large request from being sent", () => {
  const { chat, read } = prompt();

  chat.sent(requestOf(60_000));
  assertEquals(read, []);
  chat.read();
  assertEquals(read, [60_000]);
});

Deno.test("ChatPrompt.sent() reads a small request after the large one before it", () => {
  const { chat, read } = prompt();

  chat.sent(requestOf(60_000));
  chat.sent(requestOf(1));
  assertEquals(read, [60_000]);
});
