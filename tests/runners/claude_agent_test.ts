import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { claudeAgent } from "../../runners/claude_agent.ts";
import {
  asks,
  conversation,
  following,
  refuses,
  says,
} from "../_helpers/conversation.ts";
import { loopTree } from "./_agent_loops.ts";
import { runScripted, type ScriptedRun } from "./_run.ts";

const AT_ONCE = { "retry-after-ms": "1" };

const ECHO = asks(["echo", { text: "x" }]);

function run(init: Omit<ScriptedRun, "runner" | "api">) {
  return runScripted({ ...init, runner: claudeAgent, api: "messages" });
}

Deno.test("claude_agent tells its model which of its tools failed", async () => {
  let results: unknown;
  await run({
    handler: following(({ messages }) => {
      const told = messages.flatMap((message) =>
        message.role === "tool" ? [[message.text, message.failed]] : []
      );
      if (told.length > 0) results = told.toSorted();
      return told.length > 0
        ? says("done")
        : asks(["fail", { text: "no such thing" }], ["echo", { text: "x" }]);
    }),
  });
  assertEquals(results, [["no such thing", true], ["x", false]]);
});

Deno.test("claude_agent asks three times where the key is refused", async () => {
  const refused = refuses(401, AT_ONCE, "invalid x-api-key");
  const { result, tree } = await run({
    handler: conversation(ECHO, refused, refused, refused),
  });
  assertEquals(result.error?.type, "401");
  assertStringIncludes(result.error?.message ?? "", "invalid x-api-key");
  assertEquals(
    tree,
    loopTree("401", { tools: ["echo"] }, {
      failed: "401",
      posts: ["401", "401", "401"],
    }),
  );
});

Deno.test("claude_agent asks again where a reply is cut", async () => {
  const { result, tree } = await run({
    handler: conversation(
      ECHO,
      says("one two three four five", { cut: true }),
      says("done"),
    ),
  });
  assertEquals(result.answer, "done");
  assertEquals(
    tree,
    loopTree("", { tools: ["echo"] }, { posts: ["TypeError", ""] }),
  );
});

Deno.test("claude_agent fails where each reply is cut", async () => {
  const { result, tree } = await run({
    handler: following(() => says("one two three four five", { cut: true })),
  });
  assertEquals(result.error?.type, "TypeError");
  assertMatch(
    result.error?.message ?? "",
    /^Cannot ask model "openai\/tested": the reply of http:\/\/127\.0\.0\.1:\d+ broke off: /,
  );
  // The last of them is not streamed.
  const posts = Array.from({ length: 4 }, () => "TypeError");
  assertEquals(tree, loopTree("TypeError", { failed: "TypeError", posts }));
});

Deno.test("claude_agent goes on from the calls of a reply that is cut", async () => {
  const called = Promise.withResolvers<void>();
  const { result, tree } = await run({
    handler: conversation(
      {
        ...asks(["tell", {}, "id_x"], ["tell", {}, "id_y"]),
        // Not before the first of them is run: the CLI would drop it.
        cut: called.promise,
      },
      says("done"),
    ),
    onStderr: (_, line) => {
      if (line === "telling") called.resolve();
    },
  });
  assertEquals(result.answer, "done");
  // What was reported before the cut counts.
  assertEquals([result.usage.inputTokens, result.usage.outputTokens], [
    200,
    10,
  ]);
  // What the turn asked for was run: it has not failed, its chat has.
  assertEquals(
    tree,
    `agent.run
  agent.turn
    chat tested TypeError
      POST TypeError
    tool.call tell
  agent.turn
    chat tested
      POST`,
  );
});

Deno.test("claude_agent asks for words where its model has none", async () => {
  const { result, tree } = await run({
    handler: conversation(says(""), says("done")),
  });
  assertEquals(result.answer, "done");
  assertEquals(tree, loopTree("", {}, {}));
});
