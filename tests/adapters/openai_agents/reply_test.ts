import { assertEquals } from "@std/assert";
import { Reply } from "../../../adapters/openai_agents/_reply.ts";

Deno.test("Reply reads what a model refuses, asks for and was cut by", () => {
  const reply = new Reply();
  reply.whole({
    responseId: "resp-1",
    usage: {
      inputTokens: 9,
      outputTokens: 4,
      inputTokensDetails: [{ cached_tokens: 3 }],
      outputTokensDetails: { reasoning_tokens: 2 },
    },
    output: [
      { type: "reasoning", content: [{ type: "input_text", text: "hm" }] },
      { type: "message", content: [{ type: "refusal", refusal: "no" }] },
      { type: "function_call", name: "add", callId: "c1", arguments: "{}" },
      { type: "shell_call", callId: "c2", action: { commands: ["ls"] } },
      { type: "hosted_tool_call", name: "web_search" },
    ],
    providerData: {
      object: "response",
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
    },
  });
  assertEquals(reply.response, {
    id: "resp-1",
    finishReasons: ["max_output_tokens"],
    usage: {
      inputTokens: 9,
      outputTokens: 4,
      cacheReadTokens: 3,
      reasoningTokens: 2,
    },
    text: "no",
    toolCalls: [
      { name: "add", id: "c1", input: "{}" },
      { name: "shell", id: "c2", input: { commands: ["ls"] } },
    ],
    hasReasoning: true,
  });
});

Deno.test("Reply takes no item for a call whose type is a name that every object has", () => {
  const reply = new Reply();
  const types = ["constructor", "toString", "__proto__", 7];
  reply.whole({ output: types.map((type) => ({ type, name: "x" })) as never });
  assertEquals(reply.response, { toolCalls: [] });
});

Deno.test("Reply keeps what an earlier event said", () => {
  const reply = new Reply();
  const usage = { prompt_tokens: 7, completion_tokens: 2 };
  for (
    const event of [
      { id: "chat-1", model: "tested", usage, choices: [] },
      { choices: [{ finish_reason: "length" }] },
      { choices: [{ finish_reason: null }], usage: null },
    ]
  ) {
    reply.event({ type: "model", event });
  }
  assertEquals(reply.response, undefined);
  assertEquals(reply.partial, {
    id: "chat-1",
    model: "tested",
    usage: { inputTokens: 7 },
  });
  reply.event({ type: "response_done", response: { id: "fake", output: [] } });
  assertEquals(reply.response, {
    id: "chat-1",
    model: "tested",
    finishReasons: ["length"],
    usage: { inputTokens: 7, outputTokens: 2 },
    toolCalls: [],
  });
});

const reasoning = { type: "reasoning", summary: [] };
const compaction = { type: "compaction", encrypted_content: "x" };

Deno.test("Reply tells of reasoning and of an edited context when the framework does", () => {
  const cases = [
    [{ output: [{ type: "reasoning", content: [] }] }, ["hasReasoning"]],
    [{ output: [{ type: "compaction" }] }, ["hasEditedContext"]],
    [{
      output: [],
      providerData: { object: "response", output: [reasoning, compaction] },
    }, ["hasReasoning", "hasEditedContext"]],
    [{
      output: [],
      providerData: { choices: [{ message: { reasoning_content: "hm" } }] },
    }, ["hasReasoning"]],
    [{ output: [{ type: "message", content: [] }] }, []],
  ] as const;
  for (const [whole, expected] of cases) {
    const reply = new Reply();
    reply.whole(whole as never);
    const facts = Object.keys(reply.response ?? {}).filter((name) =>
      name.startsWith("has")
    );
    assertEquals(facts, [...expected]);

    const streamed = new Reply();
    streamed.event({
      type: "response_done",
      response: { id: "r", ...whole } as never,
    });
    assertEquals(streamed.response?.hasReasoning, reply.response?.hasReasoning);
    assertEquals(
      streamed.response?.hasEditedContext,
      reply.response?.hasEditedContext,
    );
  }
});

Deno.test("Reply tells of reasoning and of an edited context when its stream breaks off", () => {
  const reply = new Reply();
  const usage = { input_tokens: 7, output_tokens: 2 };
  for (
    const event of [
      { type: "response.created", response: { id: "r", usage } },
      { type: "response.output_item.done", item: reasoning },
      { type: "response.output_item.done", item: compaction },
    ]
  ) {
    reply.event({ type: "model", event });
  }
  assertEquals(reply.partial, {
    id: "r",
    usage: { inputTokens: 7 },
    hasReasoning: true,
    hasEditedContext: true,
  });
});
