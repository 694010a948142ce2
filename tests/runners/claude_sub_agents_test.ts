import * as sdk from "@anthropic-ai/claude-agent-sdk";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import type { ModelRequest } from "../../demo/scripted_model/decide/request.ts";
import { claudeAgent, claudeAgentWith } from "../../runners/claude_agent.ts";
import {
  asks,
  conversation,
  following,
  hangs,
  refuses,
  type SaidReply,
  says,
} from "../_helpers/conversation.ts";
import { isAlive } from "../_helpers/is_alive.ts";
import { runScripted, type ScriptedRun } from "./_run.ts";
import { inner, MAIN_FIRST, MAIN_LAST } from "./_sub_agent_tree.ts";

const AT_ONCE = { "retry-after-ms": "1" };

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

Deno.test("claude_agent works in a folder of its own, which goes away", async () => {
  let folder = "";
  const query = (params: Parameters<typeof sdk.query>[0]) => {
    folder = params.options?.cwd ?? "";
    return sdk.query(params);
  };
  const { result, requests } = await runScripted({
    runner: claudeAgentWith(() => Promise.resolve({ ...sdk, query })),
    api: "messages",
    handler: handingOut(() => says("seen")).handler,
  });
  assertEquals(result.error, undefined);
  await assertRejects(() => Deno.stat(folder), Deno.errors.NotFound);
  // A sub-agent would be told of the git status of the person's folder.
  assertEquals(requests.length, 4);
  for (const { body } of requests) {
    assert(!JSON.stringify(body).includes("gitStatus"));
    assert(!JSON.stringify(body).includes("general-purpose: "));
  }
});

Deno.test("claude_agent is cancelled while its sub-agents ask, and the CLI is gone", async () => {
  const cancel = new AbortController();
  let pid = 0;
  const query = (params: Parameters<typeof sdk.query>[0]) => {
    const spawn = params.options!.spawnClaudeCodeProcess!;
    const spawnClaudeCodeProcess: typeof spawn = (options) => {
      const cli = spawn(options);
      pid = (cli as { readonly pid?: number }).pid ?? 0;
      return cli;
    };
    const options = { ...params.options, spawnClaudeCodeProcess };
    return sdk.query({ ...params, options });
  };
  let asked = 0;
  const { handler } = handingOut(() => {
    if (++asked === 2) cancel.abort(new DOMException("Enough", "AbortError"));
    return hangs().reply;
  });
  const { result, tree, requests } = await runScripted({
    runner: claudeAgentWith(() => Promise.resolve({ ...sdk, query })),
    api: "messages",
    signal: cancel.signal,
    handler,
  });
  assertEquals(result.error, { type: "cancelled", message: "Enough" });
  const cancelled = inner(undefined, "cancelled");
  assertEquals(
    tree,
    `agent.run cancelled
  agent.turn cancelled
    chat tested
      POST
    tool.call Agent cancelled
      agent.invoke cancelled
${cancelled}
    tool.call Agent cancelled
      agent.invoke cancelled
${cancelled}`,
  );
  assert(pid > 0 && !isAlive(pid));
  // None was sent after that.
  assertEquals(requests.length, 3);
});
