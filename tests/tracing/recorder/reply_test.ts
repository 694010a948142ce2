import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import OpenAI from "openai";
import { SpanRecorder } from "../../../testing/mod.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import type { Chat } from "../../../tracing/recorder/types.ts";
import { assertWhole, chat, failed, RUN, run, turn } from "./_run_setup.ts";

const BODY = {
  id: "chatcmpl-1",
  model: "gpt-5-2026",
  choices: [{
    finish_reason: "stop",
    message: { role: "assistant", content: "Hello" },
  }],
  usage: { prompt_tokens: 12, completion_tokens: 3 },
};

const CHUNKS: unknown[] = [
  {
    id: "chatcmpl-1",
    model: "gpt-5-2026",
    choices: [{ index: 0, delta: { role: "assistant", content: "He" } }],
  },
  { choices: [{ index: 0, delta: { content: "llo" } }] },
  { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
  { choices: [], usage: { prompt_tokens: 12, completion_tokens: 3 } },
];

const EVENT_STREAM = [...CHUNKS.map((chunk) => JSON.stringify(chunk)), "[DONE]"]
  .map((data) => `data: ${data}\n\n`).join("");

const USAGE = {
  "gen_ai.usage.input_tokens": 12,
  "gen_ai.usage.output_tokens": 3,
};
const REPLY = {
  "gen_ai.response.id": "chatcmpl-1",
  "gen_ai.response.model": "gpt-5-2026",
  "gen_ai.response.finish_reasons": ["stop"],
  ...USAGE,
};
const READ = run({
  "agent.turns": 1,
  "agent.usage.input_tokens": 12,
  "agent.usage.output_tokens": 3,
  "agent.prompt.max_tokens": 12,
  "agent.prompt.max_turn": 1,
  "agent.prompt.max_agent": "mine",
}, [
  turn(1, { ...USAGE, "turn.prompt.size_bucket": "<1k" }, [chat(REPLY)]),
]);

/** Runs one chat, and gives the text of the trajectory. */
async function textOf(fn: (chat: Chat) => unknown): Promise<string> {
  return await traceRun(RUN, async (agentRun) => {
    await agentRun.turn((one) =>
      one.chat(async (chat) => {
        await fn(chat);
      })
    );
    return agentRun.trajectory.turns[0]!.text;
  });
}

async function assertRead(fn: (chat: Chat) => unknown) {
  using recorder = new SpanRecorder();
  assertEquals(await textOf(fn), "Hello");
  assertWhole(recorder, READ);
}

Deno.test("Chat.reply() reads a body, and returns it", async () => {
  await assertRead((chat) => assertStrictEquals(chat.reply(BODY), BODY));
  await assertRead((chat) => chat.reply(JSON.stringify(BODY)));
});

Deno.test("Chat.reply() reads events, one by one or as a list", async () => {
  await assertRead((chat) => CHUNKS.forEach((chunk) => chat.reply(chunk)));
  await assertRead((chat) => chat.reply(CHUNKS));
  await assertRead((chat) => chat.reply(EVENT_STREAM));
  await assertRead((chat) => {
    for (const chunk of CHUNKS) chat.reply({ data: JSON.stringify(chunk) });
    chat.reply({ event: "end", data: "[DONE]" });
  });
});

/** A stream as a vendor's client has it: an object that can be iterated. */
class Stream implements AsyncIterable<unknown> {
  readonly controller = new AbortController();

  async *[Symbol.asyncIterator]() {
    for (const chunk of CHUNKS) yield await Promise.resolve(chunk);
  }
}

Deno.test("Chat.reply() reads a stream as the program does, and not before", async () => {
  await assertRead(async (chat) => {
    const stream = new Stream();
    assertStrictEquals(chat.reply(stream), stream);
    const items = [];
    for await (const item of stream) items.push(item);
    assertEquals(items, CHUNKS);
  });
  await assertRead(async (chat) => {
    const generator = new Stream()[Symbol.asyncIterator]();
    assertStrictEquals(chat.reply(generator), generator);
    while (!(await generator.next()).done);
  });
});

const { completions } = new OpenAI({
  apiKey: "key",
  fetch: () =>
    Promise.resolve(
      new Response(EVENT_STREAM, {
        headers: { "content-type": "text/event-stream" },
      }),
    ),
}).chat;
const REQUEST = { model: "gpt-5", messages: [] };
const stream = () => completions.create({ ...REQUEST, stream: true });
const helper = () => completions.stream(REQUEST);

Deno.test("Chat.reply() reads a client's stream, however the program does", async () => {
  await assertRead(async (chat) => {
    const read = await Array.fromAsync(chat.reply(await stream()));
    assertEquals<unknown>(read, CHUNKS);
  });
  await assertRead(async (chat) => {
    const halves = chat.reply(await stream()).tee();
    for (const half of halves) {
      assertEquals<unknown>(await Array.fromAsync(half), CHUNKS);
    }
  });
  await assertRead(async (chat) => {
    const bytes = chat.reply(await stream()).toReadableStream();
    assertEquals((await Array.fromAsync(bytes)).length, CHUNKS.length);
  });
});

Deno.test("Chat.reply() reads what a client's helper emits", async () => {
  await assertRead(async (chat) => {
    const one = helper();
    assertStrictEquals(chat.reply(one), one);
    assertEquals(await one.finalContent(), "Hello");
  });
  await assertRead(async (chat) => {
    for await (const _ of chat.reply(helper()));
  });
});

Deno.test("Chat.reply() reads the bytes, the text and the messages of an event stream", async () => {
  const bytes = () => new Response(EVENT_STREAM).body!;
  const text = () => bytes().pipeThrough(new TextDecoderStream());
  const messages = () =>
    ReadableStream.from(CHUNKS.map((chunk) => ({
      event: undefined,
      data: JSON.stringify(chunk),
    })));
  for (const stream of [bytes, text, messages]) {
    await assertRead(async (chat) => {
      const given = await Array.fromAsync<unknown>(stream());
      const read = chat.reply<ReadableStream<unknown>>(stream());
      assertEquals(await Array.fromAsync(read), given);
    });
  }
  await assertRead(async (chat) => {
    const read = chat.reply(bytes()).pipeThrough(new TextDecoderStream());
    assertEquals((await Array.fromAsync(read)).join(""), EVENT_STREAM);
  });
});

/** A stream that counts what is read of it. */
function counted() {
  const count = { pulled: 0 };
  const stream = new ReadableStream<unknown>({
    pull: (controller) => controller.enqueue(CHUNKS[count.pulled++]),
  }, { highWaterMark: 0 });
  return { count, stream };
}

const LEFT = run({ "agent.turns": 1 }, [turn(1, {}, [
  failed(
    chat({
      "gen_ai.response.id": "chatcmpl-1",
      "gen_ai.response.model": "gpt-5-2026",
    }),
    "cancelled",
    false,
  ),
])]);

Deno.test("Chat.reply() reads no further than the program", async () => {
  const { count, stream } = counted();
  await textOf(async (chat) => {
    const reader = chat.reply(stream).getReader();
    assertEquals(count.pulled, 0);
    await reader.read();
    // Whatever reads ahead has had its turn.
    await new Promise((done) => setTimeout(done));
    assertEquals(count.pulled, 1);
    await reader.cancel();
  });
});

Deno.test("Chat.reply() of a stream that is left before its end is cancelled", async () => {
  const iterable = new Stream();
  const generator = new Stream()[Symbol.asyncIterator]();
  for (const stream of [counted().stream, iterable, generator]) {
    using recorder = new SpanRecorder();
    const text = await textOf(async (chat) => {
      for await (const _ of chat.reply<AsyncIterable<unknown>>(stream)) break;
    });
    assertEquals(text, "He");
    assertWhole(recorder, LEFT);
  }
});

Deno.test("Chat.reply() keeps what came of a stream that is cut, and throws on", async () => {
  const cut = new TypeError("cut");
  using recorder = new SpanRecorder();
  const reason = await assertRejects(() =>
    textOf(async (chat) => {
      const stream = (async function* () {
        yield {
          ...(CHUNKS[0] as object),
          usage: { prompt_tokens: 12, completion_tokens: 1 },
        };
        await Promise.reject(cut);
      })();
      for await (const _ of chat.reply(stream));
    })
  );
  assertStrictEquals(reason, cut);
  const one = recorder.spans.find(({ name }) => name === "chat gpt-5");
  assertEquals(
    [
      one?.attributes["gen_ai.usage.input_tokens"],
      one?.attributes["gen_ai.usage.output_tokens"],
    ],
    [12, undefined],
  );
});

Deno.test("Chat.reply() of another attempt is not mixed with the one before", async () => {
  using recorder = new SpanRecorder();
  await traceRun(RUN, async (agentRun) => {
    await agentRun.chat((chat) => {
      chat.reply({ choices: [{ delta: { content: "No" } }] });
      chat.attemptFailed(new Error("cut"));
    });
    await agentRun.chat((chat) => chat.reply(CHUNKS));
    assertEquals(agentRun.trajectory.turns[0]?.text, "Hello");
  });
  assertWhole(recorder, READ);
});

Deno.test("Chat.reply() of an attempt that is over says nothing of the next", async () => {
  using recorder = new SpanRecorder();
  await traceRun(RUN, async (agentRun) => {
    const first = agentRun.startChat();
    const old = first.reply(new Stream())[Symbol.asyncIterator]();
    await old.next();
    first.attemptFailed(new Error("cut"));
    const second = agentRun.startChat();
    second.reply(BODY);
    await old.next();
    await old.return();
    second.end();
    assertEquals(agentRun.trajectory.turns[0]?.text, "Hello");
  });
  assertWhole(recorder, READ);
});

Deno.test("a reply that is none fails its chat, and not the turn", async () => {
  const error = { type: "overloaded_error", message: "Overloaded" };
  const replies: readonly (readonly [unknown, string])[] = [
    [{ error }, "invalid_reply"],
    ["<html>Sign in</html>", "invalid_reply"],
    [{ hello: "world" }, "invalid_reply"],
    [null, "invalid_reply"],
    [[CHUNKS[0], { error }], "overloaded_error"],
    [
      [CHUNKS[0], { type: "error", error: { code: "no code at all" } }],
      "invalid_reply",
    ],
  ];
  for (const [reply, type] of replies) {
    using recorder = new SpanRecorder();
    await textOf((chat) => assertStrictEquals(chat.reply(reply), reply));
    assertEquals(
      recorder.spans.map((
        { name, attributes },
      ) => [name, attributes["error.type"]]),
      [
        ["chat gpt-5", type],
        ["agent.turn", undefined],
        ["agent.run", undefined],
      ],
    );
  }
});

Deno.test("Chat.reply() bears what cannot be looked at, and returns it", async () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const trap = {
    get choices(): never {
      throw new RangeError("trapped");
    },
  };
  const locked = new Response("data: {}").body!;
  const reader = locked.getReader();
  for (const given of [revoked.proxy, trap, locked]) {
    await textOf((chat) => {
      assertEquals(Object.is(chat.reply<unknown>(given), given), true);
    });
  }
  await reader.cancel();
});

Deno.test("Chat.reply() and response() after it: the program's own words count", async () => {
  using recorder = new SpanRecorder();
  const text = await textOf((chat) => {
    chat.reply({ hello: "world" });
    chat.reply({ error: { message: "what the program knows better" } });
    chat.response({ text: "Hello" });
  });
  assertEquals(text, "Hello");
  assertWhole(recorder, run({ "agent.turns": 1 }, [turn(1, {}, [chat()])]));
});

Deno.test("Chat.reply() reads the same with tracing off", async () => {
  assertEquals(await textOf((chat) => chat.reply(BODY)), "Hello");
  assertEquals(
    await textOf((chat) => Array.fromAsync(chat.reply(new Stream()))),
    "Hello",
  );
});
