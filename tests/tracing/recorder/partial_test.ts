import { assertEquals } from "@std/assert";
import type { Json } from "../../../tracing/base/json.ts";
import { counted, type CountedCall, told } from "./_counted_calls.ts";

const user = (content: string) => ({ role: "user", content });
const compaction = { type: "compaction", content: "a summary" };
const sealed = { type: "compaction", id: "c-1", encrypted_content: "x" };

/** A whole request in each format. */
const WHOLE = {
  "chat completions": { model: "gpt-5", messages: [user("hello")] },
  messages: { model: "claude", system: "brief", messages: [user("hello")] },
  responses: { model: "gpt-5", instructions: "brief", input: "hello" },
} satisfies Record<string, Json>;

const { messages, responses } = WHOLE;
const input = (...items: unknown[]) => ({
  ...responses,
  input: [user("hello"), ...items],
});

/** Requests that stand on what is not in them. */
const PARTIAL: Readonly<Record<string, Json>> = {
  "names the response before": { ...responses, previous_response_id: "resp-1" },
  "names a conversation": { ...responses, conversation: "conv-1" },
  "names a conversation by an object": {
    ...responses,
    conversation: { id: "conv-1" },
  },
  "names a prompt": { ...responses, prompt: { id: "pmpt-1", variables: {} } },
  "names a prompt and says no more": { prompt: { id: "pmpt-1" } },
  "goes on with a conversation and says no more": { conversation: "conv-1" },
  "refers to an item": input({ type: "item_reference", id: "msg-1" }),
  "refers to an item by its id alone": input({ id: "msg-1" }),
  "holds what OpenAI has compacted": input(sealed),
  "holds what Anthropic has compacted": {
    ...messages,
    messages: [
      user("hello"),
      { role: "assistant", content: [compaction] },
      user("and now?"),
    ],
  },
};

/** Requests that only seem to. */
const COMPLETE: Readonly<Record<string, Json>> = {
  "has null for all state": {
    ...responses,
    previous_response_id: null,
    conversation: null,
    prompt: null,
  },
  "has an empty text for all state": {
    ...responses,
    previous_response_id: "",
    conversation: "",
    prompt: "",
  },
  "has an empty object for all state": {
    ...responses,
    conversation: {},
    prompt: {},
  },
  "begins with a compaction": {
    ...messages,
    messages: [
      { role: "assistant", content: [compaction] },
      user("and now?"),
    ],
  },
  "speaks of a compaction": { ...messages, messages: [user("compaction")] },
  "only allows edits": {
    ...messages,
    context_management: { edits: [{ type: "clear_tool_uses_20250919" }] },
  },
};

const tokens = { input_tokens: 700, output_tokens: 5 };
const edits = { applied_edits: [{ type: "clear_tool_uses_20250919" }] };
const text = { type: "text", text: "so" };
const message = {
  type: "message",
  content: [text],
  stop_reason: "end_turn",
  usage: tokens,
};

/** A streamed message, which begins with a block and ends with a delta. */
function streamed(block: Json, end: Json): Json[] {
  return [
    { type: "message_start", message: { usage: tokens, content: [] } },
    { type: "content_block_start", index: 0, content_block: block },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", usage: { output_tokens: 5 }, ...end },
    { type: "message_stop" },
  ];
}

const response = {
  object: "response",
  status: "completed",
  output: [{ type: "message", content: [text] }],
  usage: tokens,
};
const compacted = { ...response, output: [sealed, ...response.output] };

/** Replies to a request that was not given to the model as it was sent. */
const EDITED: Readonly<Record<string, readonly [Json, unknown]>> = {
  "a message": [messages, { ...message, context_management: edits }],
  "a streamed message": [
    messages,
    streamed(text, { delta: {}, context_management: edits }),
  ],
  "a streamed message, in its delta": [
    messages,
    streamed(text, { delta: { context_management: edits } }),
  ],
  "a message that was stopped": [
    messages,
    { ...message, stop_reason: "compaction" },
  ],
  "a streamed message that was stopped": [
    messages,
    streamed(text, { delta: { stop_reason: "compaction" } }),
  ],
  "a message with its summary": [
    messages,
    { ...message, content: [compaction, text] },
  ],
  "a streamed message with its summary": [
    messages,
    streamed(compaction, { delta: { stop_reason: "end_turn" } }),
  ],
  "a response": [responses, compacted],
  "a streamed response": [
    responses,
    [
      { type: "response.output_item.done", item: sealed },
      { type: "response.completed", response: { ...response, output: [] } },
    ],
  ],
  "a streamed response, at its end": [
    responses,
    [{ type: "response.completed", response: compacted }],
  ],
};

/** Replies to one that was. */
const UNEDITED: Readonly<Record<string, readonly [Json, unknown]>> = {
  "a message": [
    messages,
    { ...message, context_management: { applied_edits: [] } },
  ],
  "a streamed message": [
    messages,
    streamed(text, { delta: {}, context_management: null }),
  ],
  "a response": [
    responses,
    { ...response, context_management: [{ type: "compaction" }] },
  ],
};

/** Asserts what three calls tell, the second of which is partial. */
async function assertPartial(second: CountedCall, whole: Json): Promise<void> {
  const call: CountedCall = { body: whole, tokens: [500, 5] };
  const { turns, run } = await counted([call, second, call]);
  const [, partial, last] = turns;

  const { grew_by: _, grew_by_bytes: __, ...others } = told(partial);
  assertEquals(others, { partial: true });
  assertEquals(partial?.["gen_ai.usage.input_tokens"], 700);
  assertEquals("turn.prompt.bytes.messages" in partial!, true);
  // The next one counts as a first request.
  assertEquals(last?.["turn.prompt.tokens_basis"], "estimated");
  assertEquals(last?.["turn.prompt.partial"], undefined);
  assertEquals(last?.["turn.cache.expected_tokens"], undefined);
  assertEquals(last?.["turn.cache.broken_by"], undefined);
  const sources = run["agent.prompt.sources"] as string[];
  const costs = run["agent.prompt.source_tokens"] as number[];
  assertEquals(costs[sources.indexOf("unknown")], 700);
}

async function assertComplete(second: CountedCall, whole: Json): Promise<void> {
  const call: CountedCall = { body: whole, tokens: [500, 5] };
  const { turns: [, turn], run } = await counted([call, second]);
  assertEquals(turn?.["turn.prompt.partial"], undefined);
  assertEquals(turn?.["turn.prompt.tokens_basis"] === undefined, false);
  const sources = run["agent.prompt.sources"] as string[];
  assertEquals(sources.includes("unknown"), false);
}

for (const [format, whole] of Object.entries(WHOLE)) {
  for (const [what, body] of Object.entries(PARTIAL)) {
    Deno.test(`Turn is partial after ${format} when its request ${what}`, () => {
      const { model } = whole;
      return assertPartial(
        { body: { ...body, model }, tokens: [700, 5] },
        whole,
      );
    });
  }
}

for (const [what, body] of Object.entries(COMPLETE)) {
  Deno.test(`Turn is not partial when its request ${what}`, () =>
    assertComplete({ body, tokens: [700, 5] }, body));
}

for (const [what, [body, wire]] of Object.entries(EDITED)) {
  Deno.test(`Turn is partial when ${what} says that the context was edited`, () =>
    assertPartial({ body, tokens: [700, 5], wire }, body));
}

for (const [what, [body, wire]] of Object.entries(UNEDITED)) {
  Deno.test(`Turn is not partial when ${what} says that nothing was edited`, () =>
    assertComplete({ body, tokens: [700, 5], wire }, body));
}

Deno.test("Turn tells of another model though the request before is not known", async () => {
  for (const body of [undefined, { ...responses, conversation: "c" }]) {
    const { turns } = await counted([
      { body, tokens: [700, 5] },
      { body: { ...responses, model: "gpt-4" }, tokens: [500, 5] },
    ]);

    assertEquals(turns[1]?.["turn.cache.broken_by"], "model");
    assertEquals(turns[1]?.["turn.cache.expected_tokens"], 0);
  }
});
