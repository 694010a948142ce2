import { assertEquals, assertStrictEquals } from "@std/assert";
import { z } from "zod";
import OpenAI from "openai";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { recordingHandler } from "../../_helpers/scripted_model.ts";
import { adding, agentOf } from "./_agents.ts";
import { MODES } from "./_traced.ts";
import { type Sdk, testEachVersion, untraced } from "./_versions.ts";

type Mode = typeof MODES[number];

/** Runs one program, and tells all that can be seen of it. */
async function seen(
  sdk: Sdk,
  mode: Mode,
  run: Sdk["Runner"]["prototype"]["run"],
) {
  const log: unknown[] = [];
  const { handler, requests } = recordingHandler(conversation(
    asks(
      ["add", { a: 13, b: 1 }, "id_unlucky"],
      ["add", { a: 1 }, "id_wrong"],
      ["add", "{not", "id_unreadable"],
      ["greet", {}, "id_greet"],
    ),
    asks(["transfer_to_next", {}, "id_next"], [
      "transfer_to_next",
      {},
      "id_more",
    ]),
    says("done"),
  ));
  await using model = startScriptedModel({ handler });
  const runner = new sdk.Runner({
    tracingDisabled: true,
    modelProvider: new sdk.OpenAIProvider({
      openAIClient: new OpenAI({
        baseURL: `${model.baseUrl}/v1`,
        apiKey: "key",
        maxRetries: 0,
      }),
      useResponses: mode.responses,
    }),
  });
  for (
    const event of [
      "agent_start",
      "agent_end",
      "agent_handoff",
      "agent_tool_start",
      "agent_tool_end",
    ] as const
  ) {
    runner.on(event, () => log.push(event));
  }
  const greet = sdk.tool({
    name: "greet",
    description: "Greets",
    parameters: z.object({ name: z.string().default("world") }),
    needsApproval: (_, input) => {
      log.push(input);
      return Promise.resolve(false);
    },
    execute: ({ name }) => `hello ${name}`,
  });
  const add = adding(sdk);
  const { invoke } = add;
  const agent = agentOf(sdk, "first", {
    tools: [add, greet],
    handoffs: [agentOf(sdk, "next")],
  });
  const { stream } = mode;
  const result = await run.call(
    runner,
    agent as never,
    "Go",
    { stream } as never,
  );
  if (result instanceof sdk.StreamedRunResult) {
    for await (const event of result) log.push(event.type);
    await result.completed;
  }
  assertStrictEquals(add.invoke, invoke);
  assertEquals(Object.keys(add).includes("invoke"), true);
  return {
    log,
    answer: result.finalOutput,
    last: result.lastAgent?.name,
    items: result.newItems.map((item) => item.toJSON()),
    sent: requests.map(({ body }) => body),
  };
}

testEachVersion("A program that is traced does the same", async (sdk) => {
  for (const mode of MODES) {
    assertEquals(
      await seen(sdk, mode, sdk.Runner.prototype.run),
      await seen(sdk, mode, untraced.get(sdk)!),
    );
  }
});
