import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ModelRequest } from "../../demo/scripted_model/_request.ts";
import { claudeAgent } from "../../runners/claude_agent.ts";
import {
  asks,
  conversation,
  following,
  refuses,
  type SaidReply,
  says,
} from "../_helpers/conversation.ts";
import { loopTree } from "./_agent_loops.ts";
import { runScripted, type ScriptedRun } from "./_run.ts";

const AT_ONCE = { "retry-after-ms": "1" };

const ECHO = asks(["echo", { text: "x" }]);

function run(init: Omit<ScriptedRun, "runner" | "api">) {
  return runScripted({ ...init, runner: claudeAgent, api: "messages" });
}

/** Hands out two tasks, and tells what was told of them. */
function handingOut(
  task: (
    request: ModelRequest,
    left: boolean,
  ) => SaidReply | Promise<SaidReply>,
) {
  const told: string[] = [];
  const handler = following((request) => {
    const asked = request.messages.find(({ role }) => role === "user")?.text;
    if (asked !== "What is it?") return task(request, asked === "left");
    const results = request.messages.filter(({ role }) => role === "tool");
    if (results.length === 0) {
      return asks(delegates("left"), delegates("right"));
    }
    told.push(...results.map(({ text }) => text));
    return says("as far as is known");
  });
  return { handler, told };
}

function delegates(prompt: string) {
  return ["Agent", {
    subagent_type: "data_analyst",
    description: prompt,
    prompt,
  }, `id_${prompt}`] as const;
}

/** Whether a request holds a result. */
function hasResult({ messages }: ModelRequest): boolean {
  return messages.some(({ role }) => role === "tool");
}

const MAIN_FIRST = `agent.run
  agent.turn
    chat tested
      POST`;
const MAIN_LAST = `  agent.turn
    chat tested
      POST`;

/** A turn of a sub-agent, as it is in a tree. */
const inner = (tool?: string, error = "", posts = [error]) =>
  [
    `        agent.turn ${error}`,
    `          chat tested ${error}`,
    ...posts.map((post) => `            POST ${post}`),
    ...(tool === undefined ? [] : [`          tool.call ${tool}`]),
  ].map((line) => line.trimEnd()).join("\n");

Deno.test("claude_agent has two sub-agents side by side", async () => {
  const both = Promise.withResolvers<void>();
  let asked = 0;
  const { handler, told } = handingOut(async (request, left) => {
    if (hasResult(request)) return says(left ? "left has it" : "right has it");
    // Neither is answered until both have asked.
    if (++asked === 2) both.resolve();
    await both.promise;
    return asks(["echo", { text: "x" }, left ? "id_1" : "id_2"]);
  });
  const { result, tree, spans } = await run({ handler });
  assertEquals(result.answer, "as far as is known");
  assertEquals(
    tree,
    `${MAIN_FIRST}
    tool.call Agent
      agent.invoke
${inner("echo")}
${inner()}
    tool.call Agent
      agent.invoke
${inner("echo")}
${inner()}
${MAIN_LAST}`,
  );
  // In the order that they finished in.
  assertEquals(
    told.map((text) => /left has it|right has it/.exec(text)?.[0]).toSorted(),
    ["left has it", "right has it"],
  );
  const names = spans.filter(({ name }) => name === "agent.invoke")
    .map(({ attributes }) => attributes["gen_ai.agent.name"]);
  assertEquals(names, ["data_analyst", "data_analyst"]);
});

Deno.test("claude_agent goes on when one of two sub-agents fails", async () => {
  const { handler, told } = handingOut((request, left) =>
    hasResult(request)
      ? left ? says("left has it") : refuses(500, AT_ONCE, "it is down")
      : asks([
        left ? "echo" : "fail",
        { text: "no such thing" },
        `id_inner_${left}`,
      ])
  );
  const { result, tree } = await run({ handler });
  assertEquals(result.answer, "as far as is known");
  assertEquals(
    tree,
    `${MAIN_FIRST}
    tool.call Agent
      agent.invoke
${inner("echo")}
${inner()}
    tool.call Agent tool_error
      agent.invoke 500
${inner("fail tool_error")}
${inner(undefined, "500", ["500", "500", "500"])}
${MAIN_LAST}`,
  );
  assert(told.some((text) => text.includes("left has it")));
  assert(told.some((text) => text.includes("it is down")), told.join("\n"));
});

Deno.test("claude_agent tells its model of a sub-agent that is not", async () => {
  const { result, requests } = await run({
    handler: conversation(
      asks(["Agent", {
        description: "x",
        prompt: "x",
        subagent_type: "oracle",
      }, "id_x"]),
      says("done"),
    ),
  });
  assertEquals(result.answer, "done");
  const call = result.trajectory.turns[0]?.toolCalls[0];
  assertEquals([call?.name, call?.server], ["Agent", "local"]);
  assertEquals(call?.error?.type, "tool_error");
  assertStringIncludes(JSON.stringify(requests[1]?.body), "data_analyst");
});

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
  assertEquals(result.error, {
    type: "TypeError",
    message: "The model's reply broke off",
  });
  // The last of them is not streamed.
  const posts = Array.from({ length: 4 }, () => "TypeError");
  assertEquals(tree, loopTree("TypeError", { failed: "TypeError", posts }));
});

Deno.test("claude_agent goes on from the calls of a reply that is cut", async () => {
  const { result, tree } = await run({
    handler: conversation(
      {
        ...asks(["echo", { text: "x" }, "id_x"], [
          "echo",
          { text: "y" },
          "id_y",
        ]),
        cut: true,
      },
      says("done"),
    ),
  });
  assertEquals(result.answer, "done");
  // What the turn asked for was run: it has not failed, its chat has.
  assertEquals(
    tree,
    `agent.run
  agent.turn
    chat tested TypeError
      POST TypeError
    tool.call echo
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

Deno.test("claude_agent leaves no folder behind, and tells of none", async () => {
  const folders = () =>
    [...Deno.readDirSync(Deno.env.get("TMPDIR") ?? "/tmp")].map(({ name }) =>
      name
    ).filter((name) => name.startsWith("claude-agent-"));
  const before = folders();
  const { result, requests } = await run({
    handler: handingOut(() => says("seen")).handler,
  });
  assertEquals(result.error, undefined);
  assertEquals(folders(), before);
  // A sub-agent is told of the folder's git status.
  assertEquals(requests.length, 4);
  for (const { body } of requests) {
    assert(!JSON.stringify(body).includes("gitStatus"));
  }
});
