import { assert, assertEquals } from "@std/assert";
import { type Json, send } from "./_conversation.ts";
import {
  CHAT,
  CONVERSATION,
  MESSAGES,
  MESSAGES_STEP,
  SENSORS_STEP,
} from "./_requests.ts";

Deno.test("scriptedModelHandler() streams the chat completion that it would send whole", async () => {
  for (const request of [SENSORS_STEP, { messages: CONVERSATION }]) {
    const whole = await (await send(CHAT, request)).json();
    const chunks = await chatChunks({ ...request, stream: true });
    const deltas = chunks.map(({ choices }) => choices[0].delta);

    const { message, finish_reason: finish } = whole.choices[0];
    const text = deltas.map(({ content }) => content ?? "").join("");
    assertEquals(text, message.content ?? "");
    const calls = deltas.flatMap(({ tool_calls: calls }) => calls ?? []);
    const args = calls.map((call) => call.function.arguments).join("");
    const asked = message.tool_calls?.[0];
    assertEquals(args, asked?.function.arguments ?? "");
    assertEquals(
      calls.filter(({ id }) => id !== undefined).length,
      asked ? 1 : 0,
    );
    assertEquals(calls[0]?.function.name, asked?.function.name);
    assertEquals(chunks.at(-1)?.choices[0].finish_reason, finish);
    assert(chunks.length > 4, `${chunks.length} chunks`);
    assert(chunks.every((chunk) => !("usage" in chunk)));
  }
});

Deno.test("scriptedModelHandler() ends a chat stream with the usage if asked to", async () => {
  const whole = await (await send(CHAT, SENSORS_STEP)).json();
  const chunks = await chatChunks({
    ...SENSORS_STEP,
    stream: true,
    stream_options: { include_usage: true },
  });

  assertEquals(chunks.at(-1)?.choices, []);
  assertEquals(chunks.at(-1)?.usage, whole.usage);
  assertEquals(chunks.slice(0, -1).every(({ usage }) => usage === null), true);
});

Deno.test("scriptedModelHandler() streams the message that it would send whole", async () => {
  const { tools: _, tool_choice: __, ...plain } = MESSAGES_STEP;
  for (const request of [MESSAGES_STEP, plain]) {
    const whole = await (await send(MESSAGES, request)).json();
    const events = await messageEvents({ ...request, stream: true });
    const [first] = events;
    const deltas = events.filter(({ type }) => type === "content_block_delta");
    const body = deltas.map(({ delta }) => delta.text ?? delta.partial_json)
      .join("");

    assertEquals(first.message.usage.input_tokens, whole.usage.input_tokens);
    assertEquals(first.message.content, []);
    const [block] = whole.content;
    assertEquals(body, block.text ?? JSON.stringify(block.input));
    assert(deltas.length > 1, `${deltas.length} deltas`);
    const [delta, stop] = events.slice(-2);
    assertEquals(delta.delta.stop_reason, whole.stop_reason);
    assertEquals(delta.usage.output_tokens, whole.usage.output_tokens);
    assertEquals(stop.type, "message_stop");
  }
});

Deno.test("scriptedModelHandler() streams an event at a time", async () => {
  const response = await send(CHAT, { ...SENSORS_STEP, stream: true });
  const reader = response.body!.getReader();
  const { value } = await reader.read();
  await reader.cancel();

  const text = new TextDecoder().decode(value);
  assertEquals(text.match(/data: /g)?.length, 1);
  assertEquals(
    response.headers.get("content-type"),
    "text/event-stream; charset=utf-8",
  );
});

async function chatChunks(body: unknown): Promise<Json[]> {
  const text = await (await send(CHAT, body)).text();
  const data = text.trimEnd().split("\n\n").map((event) =>
    event.slice("data: ".length)
  );
  assertEquals(data.at(-1), "[DONE]");
  return data.slice(0, -1).map((json) => JSON.parse(json));
}

async function messageEvents(body: unknown): Promise<Json[]> {
  const text = await (await send(MESSAGES, body)).text();
  return text.trimEnd().split("\n\n").map((event) => {
    const [, name, json] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
    const data = JSON.parse(json ?? "null");
    assertEquals(data.type, name);
    return data;
  });
}
