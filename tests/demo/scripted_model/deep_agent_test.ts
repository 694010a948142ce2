import { ChatAnthropic } from "@langchain/anthropic";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI } from "@langchain/openai";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createDeepAgent, createFilesystemMiddleware } from "deepagents";
import { createAgent } from "langchain";
import { readChatCompletion } from "../../../demo/scripted_model/wire/chat_completions.ts";
import { readMessages } from "../../../demo/scripted_model/wire/messages.ts";
import { promptTokens } from "../../../demo/scripted_model/wire/reply.ts";
import type { ModelRequest } from "../../../demo/scripted_model/decide/request.ts";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { loadTokenizer } from "../../../demo/scripted_model/wire/tokenizer.ts";
import {
  type ReceivedRequest,
  recordingHandler,
} from "../../_helpers/scripted_model.ts";
import { type Json, QUESTION } from "./_conversation.ts";
import { Plant } from "./_plant.ts";

const APIS = ["chat_completions", "messages"] as const;
const ANALYST = {
  name: "data_analyst",
  description: "Reads sensor histories and reports what they show",
  systemPrompt: "You read histories.",
};

for (const api of APIS) {
  for (const streamed of [false, true]) {
    Deno.test(`scripted model has histories read side by side in a deep agent, over ${api}${streamed ? ", streamed" : ""}`, async () => {
      const { handler, requests } = recordingHandler();
      await using server = startScriptedModel({ handler });
      await using plant = await Plant.start();
      const agent = createDeepAgent({
        model: modelOf(api, server.baseUrl),
        tools: toolsOf(plant) as Json,
        subagents: [ANALYST],
      });
      const answer = await answerOf(agent, streamed);

      const turns = turnsOf(requests);
      assertEquals([...turns.keys()].map((asked) => asked.slice(0, 35)), [
        QUESTION.slice(0, 35),
        "Read the history of Chiller 6 (id C",
        "Read the history of Chiller 5 (id C",
      ]);
      assertEquals([...turns.values()], [
        [
          ["sites"],
          ["assets"],
          ["sensors", "latest", "failure_modes", "list"],
          ["task", "task"],
          ["create"],
        ],
        [["sensors", "failure_modes"], ["history"]],
        [["sensors", "failure_modes"], ["history"]],
      ]);
      assertEquals(
        requests.every(({ body }) => isStreamed(body) === streamed),
        true,
      );
      assertEquals(plant.called.filter((name) => name === "create").length, 1);
      assertAnswer(answer);
      await assertLargest(requests);
    });
  }
}

Deno.test("scripted model reads its histories itself where there is only a general agent", async () => {
  const { handler, requests } = recordingHandler();
  await using server = startScriptedModel({ handler });
  await using plant = await Plant.start();
  const agent = createDeepAgent({
    model: modelOf("chat_completions", server.baseUrl),
    tools: toolsOf(plant) as Json,
  });
  const answer = await answerOf(agent, false);

  assertEquals([...turnsOf(requests).values()], [[
    ["sites"],
    ["assets"],
    ["sensors", "latest", "failure_modes", "list"],
    ["history"],
    ["create"],
  ]]);
  assertStringIncludes(answer, "Condenser fouling on Chiller 6 since");
});

Deno.test("scripted model reads smaller windows where a history was put into a file", async () => {
  for (const api of APIS) {
    await using server = startScriptedModel();
    await using plant = await Plant.start();
    const agent = createAgent({
      model: modelOf(api, server.baseUrl),
      tools: toolsOf(plant),
      middleware: [
        createFilesystemMiddleware({ toolTokenLimitBeforeEvict: 4000 }),
      ],
    });
    const answer = await answerOf(agent, false);

    const windows = plant.calls.filter(({ name }) => name === "history")
      .map(({ args }) => `${args.from} ${args.to}`);
    assertEquals(windows, [
      "2026-06-01T00:00Z 2026-06-30T23:00Z",
      "2026-06-01T00:00Z 2026-06-15T23:00Z",
      "2026-06-16T00:00Z 2026-06-30T23:00Z",
      "2026-06-01T00:00Z 2026-06-08T11:00Z",
      "2026-06-08T12:00Z 2026-06-15T23:00Z",
      "2026-06-16T00:00Z 2026-06-23T11:00Z",
      "2026-06-23T12:00Z 2026-06-30T23:00Z",
    ]);
    assertFinding(answer);
    assertEquals(answer.includes("Could not use"), false);
  }
});

function modelOf(api: typeof APIS[number], baseUrl: string) {
  const apiKey = "none";
  return api === "messages"
    ? new ChatAnthropic({ model: "demo", apiKey, anthropicApiUrl: baseUrl })
    : new ChatOpenAI({
      model: "demo",
      apiKey,
      configuration: { baseURL: `${baseUrl}/v1` },
    });
}

function toolsOf(plant: Plant) {
  return plant.tools.map(({ name, description, inputSchema, call }) =>
    tool(async (args: Record<string, unknown>) => (await call(args)).text, {
      name,
      description,
      schema: inputSchema,
    })
  );
}

async function answerOf(agent: Json, streamed: boolean): Promise<string> {
  const input = { messages: [{ role: "user", content: QUESTION }] };
  if (!streamed) return (await agent.invoke(input)).messages.at(-1).text;
  let answer = "";
  let id: unknown;
  for await (
    const [message] of await agent.stream(input, { streamMode: "messages" })
  ) {
    if (message.type !== "ai") continue;
    answer = message.id === id ? answer + message.text : message.text;
    id = message.id;
  }
  return answer;
}

/** Each agent's turns, by what it was asked first: the tools of each turn. */
function turnsOf(
  requests: readonly ReceivedRequest[],
): Map<string, string[][]> {
  const turns = new Map<string, string[][]>();
  for (const { messages } of requests.map(readAny)) {
    const asked = messages.find(({ role }) => role === "user")?.text ?? "";
    const called = messages.flatMap((message) =>
      message.role === "assistant" && message.calls.length > 0
        ? [message.calls.map(({ name }) => name)]
        : []
    );
    // The last request of a conversation holds all of it.
    turns.set(asked, called);
  }
  return turns;
}

function readAny({ path, body }: ReceivedRequest): ModelRequest {
  return path === "/v1/messages"
    ? readMessages(body as Json)
    : readChatCompletion(body as Json);
}

function isStreamed(body: unknown): boolean {
  return (body as Json).stream === true;
}

function assertAnswer(answer: string): void {
  assertFinding(answer);
  assertStringIncludes(
    answer,
    "For comparison: No lasting change on Chiller 5 from 2026-06-01 to 2026-06-30.",
  );
  assertStringIncludes(answer, "Before: work order WO-1055");
  assertStringIncludes(answer, "Now: work order WO-1062, priority high, open.");
}

function assertFinding(answer: string): void {
  assert(
    answer.startsWith("Condenser fouling on Chiller 6 since 2026-06-12.\n"),
    answer,
  );
  assertStringIncludes(answer, "Condenser approach 1.88 → 5.39 K (+186.4%)");
}

/** The largest prompt is one that grew by a history, in an agent below. */
async function assertLargest(
  requests: readonly ReceivedRequest[],
): Promise<void> {
  const count = await loadTokenizer();
  const [[largest, tokens]] = requests.map(readAny)
    .map((request) => [request, promptTokens(request, count)] as const)
    .toSorted(([, a], [, b]) => b - a) as [[ModelRequest, number]];
  const last = largest.messages.at(-1)!;
  assert(last.role === "tool" && last.text.startsWith('{"asset":"CHILLER-'));
  assert(tokens > 14_000, `${tokens} tokens`);
  assert(count(last.text) > tokens / 2, `${count(last.text)} of ${tokens}`);
  assertEquals(largest.tools.some(({ name }) => name === "task"), false);
}
