import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ModelRequest } from "../../demo/scripted_model/decide/request.ts";
import type { Json } from "../../tracing/base/json.ts";
import {
  asks,
  conversation,
  following,
  type SaidReply,
  says,
} from "../_helpers/conversation.ts";
import {
  completionOf,
  completionWith,
  messageWith,
  sends,
  sendsMessage,
} from "../_helpers/gateway_replies.ts";
import { plans, replies } from "../_helpers/replies.ts";
import { AGENT_LOOPS, testEachLoop, usesCompletions } from "./_agent_loops.ts";
import { runScripted, type ScriptedResult } from "./_run.ts";

const FILTERED =
  "a content filter withheld its reply (content_filter); ask in other words, or another model";

const REFUSED = "it refused; ask in other words, or another model";

function said(content: unknown, reason: string, more: Json = {}): Json {
  return completionWith({ role: "assistant", content, ...more }, reason);
}

/** Completions that are no answer, and what is said of each. */
const COMPLETIONS: Readonly<Record<string, readonly [Json, string]>> = {
  "a filter and no content": [said(null, "content_filter"), FILTERED],
  "a filter and an empty text": [said("", "content_filter"), FILTERED],
  "a filter and a part of a text": [said("The pu", "content_filter"), FILTERED],
  "a filter and no message": [
    completionOf({ finish_reason: "content_filter" }),
    FILTERED,
  ],
  "another vendor's filter": [
    said("", "SAFETY"),
    FILTERED.replace("content_filter", "SAFETY"),
  ],
  "a refusal": [
    said(null, "stop", { refusal: "I cannot\nhelp with that." }),
    "it refused: I cannot help with that",
  ],
  "a refusal and an empty text": [
    said("", "stop", { refusal: "No" }),
    "it refused: No",
  ],
  "a refusal among content parts": [
    said([{ type: "refusal", refusal: "No" }], "stop"),
    "it refused: No",
  ],
  "a refusal in a finish reason": [said("", "refusal"), REFUSED],
  "a refusal of nothing": [said("", "stop", { refusal: " ." }), REFUSED],
  "an error behind the gateway": [
    completionOf({
      finish_reason: "error",
      error: { code: 502, message: "Provider returned\nerror" },
      message: { role: "assistant", content: "The pu" },
    }),
    "its reply broke off (error): Provider returned error",
  ],
  "no room behind the gateway": [
    said("", "insufficient_system_resource"),
    "its reply broke off (insufficient_system_resource)",
  ],
  "the limit reached before any text": [
    said("", "length"),
    "its reply reached the limit of tokens before any text (length); raise the limit, or ask another model",
  ],
  "the limit reached by reasoning": [
    said(null, "length", { reasoning: "hm", reasoning_content: "hm" }),
    "its reply reached the limit of tokens before any text (length); raise the limit, or ask another model",
  ],
};

/** Messages that are no answer. */
const MESSAGES: Readonly<Record<string, readonly [Json, string]>> = {
  "a refusal": [messageWith({ stop_reason: "refusal" }), REFUSED],
  "a refusal and a part of a text": [
    messageWith({
      content: [{ type: "text", text: "The pu" }],
      stop_reason: "refusal",
    }),
    REFUSED,
  ],
  "a filter": [messageWith({ stop_reason: "content_filter" }), FILTERED],
};

function assertNoAnswer({ result, spans }: ScriptedResult, why: string): void {
  assertEquals(result.answer, "");
  assertEquals(result.error, {
    type: "NoAnswerError",
    message: `Cannot get an answer from model "openai/tested": ${why}`,
  });
  // The model replied: what it said of it, and its usage, are on the chat.
  const chat = spans.findLast(({ name }) => name.startsWith("chat "));
  assert(chat?.attributes["gen_ai.response.finish_reasons"] !== undefined);
}

for (const [what, [reply, why]] of Object.entries(COMPLETIONS)) {
  testEachLoop(`fails by a reply with ${what}`, async (loop) => {
    const run = await loop.run({
      handler: conversation(asks(["echo", { text: "x" }]), sends(reply)),
    });
    assertEquals(run.requests.length, 2);
    assertNoAnswer(run, why);
    const [, turn] = run.spans.filter(({ name }) => name === "agent.turn");
    assertEquals(turn?.attributes["error.type"], "NoAnswerError");
  }, (loop) =>
    usesCompletions(loop) &&
    // That SDK throws of itself, and hands on nothing of the reply.
    !(loop.name.startsWith("openai") && what.includes("before any text")));

  Deno.test(`plan_execute fails by a reply with ${what}`, async () => {
    const init = { servers: {} };
    const plan = await runScripted({ ...init, handler: replies(sends(reply)) });
    assertNoAnswer(plan, why);
    const step = await runScripted({
      ...init,
      handler: replies(plans({}), sends(reply)),
    });
    assertNoAnswer(step, why);
    assertEquals(
      step.tree,
      `agent.run NoAnswerError
  agent.turn plan
    chat tested
      POST
  agent.turn execute NoAnswerError
    chat tested
      POST`,
    );
  });
}

Deno.test("openai_agent fails by a reply that reached its limit before any text", async () => {
  const loop = AGENT_LOOPS.find(({ name }) => name.startsWith("openai"))!;
  const [reply, why] = COMPLETIONS["the limit reached before any text"]!;
  const { result } = await loop.run({ handler: conversation(sends(reply)) });
  assertStringIncludes(result.error?.message ?? "", why);
});

for (const [what, [reply, why]] of Object.entries(MESSAGES)) {
  testEachLoop(`fails by a message with ${what}`, async (loop) => {
    const send = sendsMessage(reply);
    // The CLI asks once more of itself.
    const run = await loop.run({
      servers: {},
      handler: conversation(send, send, send),
    });
    assertNoAnswer(run, why);
  }, ({ api }) => api === "messages");
}

/** A model whose sub-agent's first reply is withheld. */
function withheldInTask(withheld: SaidReply) {
  let results: string[] = [];
  const handler = following(({ messages }: ModelRequest) => {
    const isSub = messages.some(({ role, text }) =>
      role === "user" && text === "look closer"
    );
    if (isSub) return withheld;
    results = messages.flatMap(({ role, text }) => role === "tool" ? text : []);
    if (results.length > 0) return says("done");
    return asks(["task", {
      description: "look closer",
      subagent_type: "data_analyst",
    }]);
  });
  return { handler, results: () => results };
}

testEachLoop(
  "tells its model of a sub-agent that gave no answer",
  async (loop) => {
    const withheld = loop.api === "messages"
      ? sendsMessage(messageWith({ stop_reason: "refusal" }))
      : sends(said(null, "content_filter"));
    const { handler, results } = withheldInTask(withheld);
    const { result, tree } = await loop.run({ servers: {}, handler });
    assertEquals([result.answer, result.error], ["done", undefined]);
    assertEquals(results().length, 1);
    assertStringIncludes(results()[0]!, "Tool task failed: ");
    assertStringIncludes(
      results()[0]!,
      'Cannot get an answer from model "openai/tested": ',
    );
    assertStringIncludes(
      tree,
      "    tool.call task NoAnswerError\n      agent.invoke NoAnswerError\n        agent.turn NoAnswerError\n          chat tested\n",
    );
  },
  ({ name }) => name.startsWith("deep_agent"),
);

testEachLoop(
  "keeps what a model said in refusing out of its spans",
  async (loop) => {
    const { spans } = await loop.run({
      servers: {},
      handler: conversation(
        sends(said(null, "stop", { refusal: "I will not" })),
      ),
    });
    const told = spans.map(({ attributes, status, events }) =>
      JSON.stringify({ attributes, status, events })
    );
    assert(told.length > 0 && !told.join("").includes("I will not"));
  },
  usesCompletions,
);
