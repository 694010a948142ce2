import { assertEquals } from "@std/assert";
import type { Json } from "../../tracing/base/json.ts";
import { deepAgent } from "../../runners/deep_agent.ts";
import { planExecute } from "../../runners/plan_execute.ts";
import { conversation } from "../_helpers/conversation.ts";
import {
  completionWith,
  messageWith,
  sends,
} from "../_helpers/gateway_replies.ts";
import { plans, replies } from "../_helpers/replies.ts";
import { loopTree, testEachLoop, usesCompletions } from "./_agent_loops.ts";
import { runScripted } from "./_run.ts";

/** Replies that can only mean that the answer is `done`. */
const ANSWERS: Readonly<Record<string, readonly [Json, type?: string]>> = {
  "content parts": [completionWith({
    role: "assistant",
    content: [{ type: "text", text: "do" }, { type: "text", text: "ne" }],
  })],
  "a text among content parts": [completionWith({
    role: "assistant",
    content: ["do", { type: "output_text", text: "ne" }],
  })],
  "thoughts among content parts": [completionWith({
    role: "assistant",
    content: [
      { type: "thinking", thinking: [{ type: "text", text: "hm" }] },
      { type: "reasoning", text: "hm" },
      { type: "text", text: "done" },
    ],
  })],
  "one content part": [completionWith({
    role: "assistant",
    content: { type: "text", text: "done" },
  })],
  "no role": [completionWith({ content: "done" })],
  "null for calls": [
    completionWith({ role: "assistant", content: "done", tool_calls: null }),
  ],
  "no calls in the list": [
    completionWith({ role: "assistant", content: "done", tool_calls: [] }),
  ],
  "an empty text for calls": [
    completionWith({ role: "assistant", content: "done", tool_calls: "" }),
  ],
  "an empty refusal": [
    completionWith({ role: "assistant", content: "done", refusal: "" }),
  ],
  "a finish reason of calls": [
    completionWith({ role: "assistant", content: "done" }, "tool_calls"),
  ],
  "the limit reached": [
    completionWith({ role: "assistant", content: "done" }, "length"),
  ],
  "another type": [
    completionWith({ role: "assistant", content: "done" }),
    "text/plain; charset=utf-8",
  ],
};

for (const [what, [reply, type]] of Object.entries(ANSWERS)) {
  testEachLoop(`answers by a reply with ${what}`, async (loop) => {
    const { result, tree } = await loop.run({
      servers: {},
      handler: conversation(sends(reply, type)),
    });
    assertEquals([result.answer, result.error], ["done", undefined]);
    assertEquals(tree, loopTree("", {}));
  }, usesCompletions);

  Deno.test(`plan_execute answers by a reply with ${what}`, async () => {
    const { result } = await runScripted({
      servers: {},
      runner: planExecute,
      handler: replies(plans({}), sends(reply, type), sends(reply, type)),
    });
    assertEquals([result.answer, result.error], ["done", undefined]);
  });
}

Deno.test("deep_agent over messages answers by a message whose content is a text", async () => {
  const { result } = await runScripted({
    runner: deepAgent,
    api: "messages",
    servers: {},
    handler: conversation(sends(messageWith({ content: "done" }))),
  });
  assertEquals(result.answer, "done");
});
