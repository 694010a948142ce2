import { ChatAnthropic } from "@langchain/anthropic";
import { assertEquals } from "@std/assert";
import { tracedFetch } from "@turnspan/turnspan";
import { traceAgent } from "@turnspan/turnspan/langchain";
import { readReply } from "../../../adapters/langchain/_reply.ts";
import { StreamedReply } from "../../../adapters/langchain/_streamed_reply.ts";
import type { Json } from "../../../tracing/base/json.ts";
import { attributesOf, named, QUESTION, traced } from "./_traced.ts";
import { adding } from "./_agents.ts";
import { testEachVersion } from "./_versions.ts";

const edits = { applied_edits: [{ type: "clear_tool_uses_20250919" }] };

/** What messages of the framework tell, whoever their vendor is. */
const MESSAGES: readonly (readonly [Json, readonly string[]])[] = [
  [{ content: [{ type: "thinking", thinking: "hm" }] }, ["hasReasoning"]],
  [{ content: [{ type: "redacted_thinking" }] }, ["hasReasoning"]],
  [{ content: [{ type: "reasoning", reasoning: "hm" }] }, ["hasReasoning"]],
  [
    { content: "", additional_kwargs: { reasoning_content: "hm" } },
    ["hasReasoning"],
  ],
  [
    { content: [], additional_kwargs: { reasoning: { id: "rs_1" } } },
    ["hasReasoning"],
  ],
  [
    { content: [], response_metadata: { output: [{ type: "reasoning" }] } },
    ["hasReasoning"],
  ],
  [{ content: [{ type: "compaction" }] }, ["hasEditedContext"]],
  [
    { content: [], response_metadata: { output: [{ type: "compaction" }] } },
    ["hasEditedContext"],
  ],
  [
    { content: "", response_metadata: { context_management: edits } },
    ["hasEditedContext"],
  ],
  [
    { content: "", additional_kwargs: { context_management: edits } },
    ["hasEditedContext"],
  ],
  [
    { content: "", additional_kwargs: { stop_reason: "compaction" } },
    ["hasEditedContext"],
  ],
  [
    {
      content: [{ type: "text", text: "thinking" }],
      additional_kwargs: { reasoning_content: "", reasoning: {} },
      response_metadata: { context_management: { applied_edits: [] } },
    },
    [],
  ],
];

function factsOf(response: object | undefined): string[] {
  return Object.keys(response ?? {}).filter((name) => name.startsWith("has"));
}

Deno.test("readReply() tells of reasoning and of an edited context", () => {
  for (const [message, expected] of MESSAGES) {
    assertEquals(factsOf(readReply(message).response), [...expected]);
  }
});

Deno.test("StreamedReply tells of reasoning and of an edited context", () => {
  for (const [message, expected] of MESSAGES) {
    const reply = new StreamedReply();
    const usage_metadata = { input_tokens: 3, output_tokens: 1 };
    reply.add({ message: { ...message, usage_metadata } });
    reply.add({ message: { content: "so" } });
    assertEquals(factsOf(reply.partial), [...expected]);
    assertEquals(
      factsOf(reply.complete({ text: "so", toolCalls: [] })),
      [...expected],
    );
  }
});

const HEAD = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "tested",
};
const usage = { input_tokens: 100, output_tokens: 5 };
const text = { type: "text", text: "done" };

function whole(management: unknown): Response {
  return Response.json({
    ...HEAD,
    content: [text],
    stop_reason: "end_turn",
    usage,
    context_management: management,
  });
}

function streamed(management: unknown): Response {
  const events = [
    { type: "message_start", message: { ...HEAD, content: [], usage } },
    { type: "content_block_start", index: 0, content_block: text },
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: "end_turn", context_management: management },
      usage: { output_tokens: 5 },
    },
    { type: "message_stop" },
  ].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  return new Response(events.join(""), {
    headers: { "content-type": "text/event-stream" },
  });
}

for (const [how, reply] of Object.entries({ whole, streamed })) {
  testEachVersion(
    `traceAgent() tells of a context that was edited, ${how}`,
    async (frameworks) => {
      for (const management of [edits, null]) {
        const { spans } = await traced(
          () => Promise.resolve(reply(management)),
          async (_, baseUrl) => {
            const model = new ChatAnthropic({
              model: "tested",
              apiKey: "key",
              maxRetries: 0,
              streaming: how === "streamed",
              anthropicApiUrl: baseUrl,
              clientOptions: { fetch: tracedFetch },
            });
            const tools = [adding(frameworks)];
            const agent = traceAgent(
              frameworks.langchain.createAgent({ model, tools } as never),
            );
            await agent.invoke(QUESTION as never);
          },
        );
        const turn = attributesOf(spans, "agent.turn");
        assertEquals(named(spans, "agent.turn").length, 1);
        assertEquals(turn["gen_ai.usage.input_tokens"], 100);
        assertEquals(
          turn["turn.prompt.partial"],
          management === null ? undefined : true,
        );
        assertEquals(
          turn["turn.prompt.tokens_basis"],
          management === null ? "estimated" : undefined,
        );
      }
    },
  );
}
