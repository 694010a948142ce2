import { ChatAnthropic } from "@langchain/anthropic";
import { ChatOpenAI } from "@langchain/openai";
import { assertEquals } from "@std/assert";
import { tracedFetch } from "@turnspan/turnspan";
import { traceAgent } from "@turnspan/turnspan/langchain";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { adding } from "./_agents.ts";
import { named, QUESTION, traced } from "./_traced.ts";
import { type Frameworks, VERSIONS } from "./_versions.ts";

/** A model of a wire format. */
const MODELS = {
  chat_completions: (baseUrl: string) => openai(baseUrl, false),
  responses: (baseUrl: string) => openai(baseUrl, true),
  messages: (baseUrl: string) =>
    new ChatAnthropic({
      model: "tested",
      apiKey: "key",
      maxRetries: 0,
      anthropicApiUrl: baseUrl,
      clientOptions: { fetch: tracedFetch },
    }),
} as const;

function openai(baseUrl: string, useResponsesApi: boolean) {
  return new ChatOpenAI({
    model: "tested",
    apiKey: "key",
    maxRetries: 0,
    useResponsesApi,
    configuration: { baseURL: `${baseUrl}/v1`, fetch: tracedFetch },
  });
}

/** Runs an agent, streamed or not. */
async function run(
  { langchain }: Frameworks,
  model: unknown,
  tools: readonly unknown[],
  streamed: boolean,
) {
  const agent = traceAgent(
    langchain.createAgent({ model, tools } as never) as ReturnType<
      typeof langchain.createAgent
    >,
  );
  if (!streamed) return await agent.invoke(QUESTION);
  for await (
    const _ of await agent.stream(QUESTION, { streamMode: "messages" })
  ) {
    // Read to the end.
  }
}

const newest = VERSIONS.newest!;

for (const [api, modelOf] of Object.entries(MODELS)) {
  for (const streamed of [false, true]) {
    const how = `over ${api}${streamed ? ", streamed" : ""}`;

    Deno.test(`traceAgent() tells a reply ${how}`, async () => {
      const { spans } = await traced(
        conversation({
          ...asks(["add", { a: 1, b: 2 }, "id_add"]),
          text: "Let me see",
          usage: {
            input: 1_000,
            output: 50,
            cacheRead: 600,
            ...(api === "messages" ? { cacheWrite: 100 } : { reasoning: 30 }),
          },
        }, says("done")),
        (_, baseUrl) =>
          run(newest, modelOf(baseUrl), [adding(newest)], streamed),
      );
      const [chat, last] = named(spans, "chat tested").map((span) =>
        span.attributes
      );
      const turn = named(spans, "agent.turn")[0]?.attributes;
      for (const told of [chat, turn]) {
        assertEquals(told?.["gen_ai.usage.input_tokens"], 1_000);
        assertEquals(told?.["gen_ai.usage.output_tokens"], 50);
        assertEquals(told?.["gen_ai.usage.cache_read.input_tokens"], 600);
        assertEquals(
          told?.["gen_ai.usage.cache_write.input_tokens"],
          api === "messages" ? 100 : undefined,
        );
        assertEquals(
          told?.["gen_ai.usage.reasoning.output_tokens"],
          api === "messages" ? undefined : 30,
        );
      }
      assertEquals(chat?.["gen_ai.response.model"], "tested");
      assertEquals(
        chat?.["gen_ai.provider.name"],
        api === "messages" ? "anthropic" : "openai",
      );
      assertEquals(
        /^(chatcmpl-|resp_|msg_)/.test(String(chat?.["gen_ai.response.id"])),
        true,
      );
      assertEquals(
        [chat, last].map((one) => one?.["gen_ai.response.finish_reasons"]),
        {
          chat_completions: [["tool_calls"], ["stop"]],
          responses: [["completed"], ["completed"]],
          messages: [["tool_use"], ["end_turn"]],
        }[api],
      );
      assertEquals(turn?.["turn.tool_calls"], 1);
      const [call] = named(spans, "tool.call");
      assertEquals(call?.attributes["gen_ai.tool.call.id"], "id_add");
      assertEquals(call?.attributes["error.type"], undefined);
    });

    Deno.test(`traceAgent() has no usage where none is reported ${how}`, async () => {
      const { spans } = await traced(
        conversation(says("done", { usage: null })),
        (_, baseUrl) => run(newest, modelOf(baseUrl), [], streamed),
      );
      const [chat] = named(spans, "chat tested");
      const keys = Object.keys(chat?.attributes ?? {});
      assertEquals(keys.filter((key) => key.includes("usage")), []);
    });

    if (api === "messages") continue;
    Deno.test(`traceAgent() has calls with unusable arguments as asked for ${how}`, async () => {
      const { spans } = await traced(
        conversation(asks(["add", "{not json", "id_add"])),
        (_, baseUrl) =>
          run(newest, modelOf(baseUrl), [adding(newest)], streamed),
      );
      const [call, ...others] = named(spans, "tool.call");
      assertEquals(others, []);
      assertEquals(call?.attributes["tool.name"], "add");
      assertEquals(call?.attributes["error.type"], "not_run");
    });
  }
}

Deno.test("traceAgent() counts what was reported before a reply was cut", async () => {
  const { spans, error } = await traced(
    conversation(
      says("one two three four five", {
        cut: true,
        usage: { input: 1_000, output: 50, cacheRead: 600 },
      }),
    ),
    (_, baseUrl) => run(newest, MODELS.messages(baseUrl), [], true),
  );
  assertEquals(error instanceof Error, true);
  const [turn] = named(spans, "agent.turn");
  assertEquals(turn?.attributes["gen_ai.usage.input_tokens"], 1_000);
  assertEquals(turn?.attributes["gen_ai.usage.cache_read.input_tokens"], 600);
  assertEquals(turn?.attributes["gen_ai.usage.output_tokens"], undefined);
});
