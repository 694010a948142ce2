import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Json } from "../../tracing/base/json.ts";
import { deepAgent } from "../../runners/deep_agent.ts";
import { conversation, says } from "../_helpers/conversation.ts";
import {
  completionWith,
  messageWith,
  sends,
} from "../_helpers/gateway_replies.ts";
import { plans, replies, says as saysCompletion } from "../_helpers/replies.ts";
import { loopTree, testEachLoop, usesCompletions } from "./_agent_loops.ts";
import { runScripted, type ScriptedResult } from "./_run.ts";

/** A call of a tool without parameters, as the vendor puts it, and changes. */
function call(inner: Json = {}, outer: Json = {}): Json {
  return {
    id: "call_a",
    type: "function",
    function: { name: "sent", arguments: "{}", ...inner },
    ...outer,
  };
}

function asking(
  calls: unknown,
  more: Json = {},
  reason: unknown = "tool_calls",
) {
  const message = { role: "assistant", content: null, tool_calls: calls };
  return completionWith({ ...message, ...more }, reason);
}

/** Replies that can only mean that one tool is to be called with no arguments. */
const ONE_CALL: Readonly<Record<string, Json>> = {
  "empty arguments": asking([call({ arguments: "" })]),
  "arguments of white space": asking([call({ arguments: " \n" })]),
  "arguments of null": asking([call({ arguments: null })]),
  "no arguments": asking([call({ arguments: undefined })]),
  "arguments that are an object": asking([call({ arguments: {} })]),
  "arguments with a byte order mark": asking([call({ arguments: "\uFEFF{}" })]),
  "arguments in a text of a text": asking([call({ arguments: '"{}"' })]),
  "a call without an id": asking([call({}, { id: undefined })]),
  "a call with an id of null": asking([call({}, { id: null })]),
  "a call with an empty id": asking([call({}, { id: "" })]),
  "a call with a number for an id": asking([call({}, { id: 7 })]),
  "a call without a type": asking([call({}, { type: undefined })]),
  "a call without a type, an id and arguments": asking([
    { function: { name: "sent" } },
  ]),
  "a call that is not in an object": asking([
    { id: "call_a", name: "sent", arguments: "" },
  ]),
  "a call that is not in a list": asking(call()),
  "null among the calls": asking([null, call()]),
  "the function_call of old": completionWith({
    role: "assistant",
    content: null,
    function_call: { name: "sent", arguments: "" },
  }, "function_call"),
  "no role": asking([call()], { role: undefined }),
  "another role": asking([call()], { role: "model" }),
  "no content": asking([call()], { content: undefined }),
  "content parts": asking([call()], {
    content: [{ type: "text", text: "I look" }],
  }),
  "a finish reason of stop": asking([call()], {}, "stop"),
  "no finish reason": asking([call()], {}, undefined),
  "a filter's finish reason": asking([call()], {}, "content_filter"),
};

/** Asserts that the tool ran, and that its result found its call. */
function assertRan({ result, requests }: ScriptedResult): void {
  assertEquals([result.answer, result.error], ["done", undefined]);
  const calls = result.trajectory.turns.flatMap(({ toolCalls }) => toolCalls);
  assertEquals(
    calls.map(({ name, server, error, callId }) => [
      [name, server, error],
      typeof callId,
    ]),
    [[["sent", "tools", undefined], "string"]],
  );
  const id = calls[0]!.callId!;
  assert(id.trim() !== "");
  // As the model is told of it.
  const { messages } = requests.at(-1)?.body as {
    readonly messages: readonly {
      readonly tool_call_id?: string;
      readonly tool_calls?: readonly { readonly id: string }[];
    }[];
  };
  assertEquals(
    messages.flatMap(({ tool_calls = [] }) => tool_calls.map(({ id }) => id)),
    [id],
  );
  assertEquals(messages.flatMap(({ tool_call_id }) => tool_call_id ?? []), [
    id,
  ]);
}

for (const [what, reply] of Object.entries(ONE_CALL)) {
  testEachLoop(`runs a tool for a reply with ${what}`, async (loop) => {
    const run = await loop.run({
      handler: conversation(sends(reply), says("done")),
    });
    assertRan(run);
    assertEquals(run.tree, loopTree("", { tools: ["sent"] }, {}));
  }, usesCompletions);

  Deno.test(`plan_execute runs a tool for a reply with ${what}`, async () => {
    const run = await runScripted({
      handler: replies(
        plans({ tool: "sent", server: "tools" }),
        sends(reply),
        saysCompletion("done"),
      ),
    });
    assertRan(run);
  });
}

/** Replies with two calls whose ids do not tell them apart. */
const TWO_CALLS: Readonly<Record<string, unknown>> = {
  "the same id": [call(), call()],
  "no ids": [call({}, { id: undefined }), call({}, { id: undefined })],
  "empty ids": [call({}, { id: "" }), call({}, { id: "" })],
};

/** The ids of the calls that were run, all different. */
function idsOf({ result }: ScriptedResult): string[] {
  assertEquals(result.answer, "done");
  const calls = result.trajectory.turns.flatMap(({ toolCalls }) => toolCalls);
  assertEquals(calls.map(({ error }) => error), [undefined, undefined]);
  const ids = calls.map(({ callId }) => callId ?? "");
  assertEquals(new Set(ids).size, 2);
  return ids;
}

for (const [what, calls] of Object.entries(TWO_CALLS)) {
  testEachLoop(`runs two calls with ${what}`, async (loop) => {
    const run = await loop.run({
      handler: conversation(sends(asking(calls)), says("done")),
    });
    idsOf(run);
    assertEquals(run.tree, loopTree("", { tools: ["sent", "sent"] }, {}));
  }, usesCompletions);

  Deno.test(`plan_execute runs two calls with ${what}`, async () => {
    idsOf(
      await runScripted({
        handler: replies(
          plans({ tool: "sent", server: "tools" }),
          sends(asking(calls)),
          saysCompletion("done"),
        ),
      }),
    );
  });
}

testEachLoop("runs a call with the id of an earlier one", async (loop) => {
  const run = await loop.run({
    handler: conversation(
      sends(asking([call()])),
      sends(asking([call()])),
      says("done"),
    ),
  });
  const [first] = idsOf(run);
  assertEquals(first, "call_a");
  const tools = ["sent"];
  assertEquals(run.tree, loopTree("", { tools }, { tools }, {}));
}, usesCompletions);

/** Arguments that mean nothing that is known, and which the model is told of. */
testEachLoop("leaves arguments that may mean anything", async (loop) => {
  for (const text of ["{not json", "[1]", '"text"', "null", '{"a":1}{"b":2}']) {
    const { result, tree } = await loop.run({
      handler: conversation(
        sends(asking([call({ name: "echo", arguments: text })])),
        says("done"),
      ),
    });
    assertEquals(result.answer, "done");
    assertStringIncludes(tree, "tool.call echo invalid_arguments");
  }
}, usesCompletions);

/** Messages that can only mean that one tool is to be called. */
const ONE_TOOL_USE: Readonly<Record<string, Json>> = {
  "no input": { id: "toolu_a" },
  "an input of null": { id: "toolu_a", input: null },
  "an empty text for an input": { id: "toolu_a", input: "" },
  "a text for an input": { id: "toolu_a", input: "{}" },
  "no id": { input: {} },
  "an empty id": { id: "", input: {} },
};

for (const [what, members] of Object.entries(ONE_TOOL_USE)) {
  Deno.test(`deep_agent over messages runs a tool for a block with ${what}`, async () => {
    const block = { type: "tool_use", name: "sent", ...members };
    const { result, tree } = await runScripted({
      runner: deepAgent,
      api: "messages",
      handler: conversation(
        sends(messageWith({ content: [block], stop_reason: "tool_use" })),
        says("done"),
      ),
    });
    assertEquals(result.answer, "done");
    assertEquals(tree, loopTree("", { tools: ["sent"] }, {}));
  });
}
