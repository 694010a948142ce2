import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { deepAgent } from "../../runners/deep_agent.ts";
import type { ModelRequest } from "../../demo/scripted_model/decide/request.ts";
import { runAgent } from "../../runners/shared/run_agent.ts";
import {
  asks,
  conversation,
  following,
  refuses,
  type SaidReply,
  says,
} from "../_helpers/conversation.ts";
import { config, runScripted, type ScriptedRun } from "./_run.ts";
import { inner, MAIN_FIRST, MAIN_LAST } from "./_sub_agent_tree.ts";

// The framework listens to signals once it is loaded, and for good: that is
// not the first test's doing.
await deepAgent.load("chat_completions");

const AT_ONCE = { "retry-after-ms": "1" };

/** Runs the deep agent over each wire format that it speaks. */
function testEachApi(
  what: string,
  fn: (
    run: (init: Omit<ScriptedRun, "runner" | "api">) => ReturnType<
      typeof runScripted
    >,
  ) => Promise<void>,
): void {
  for (const api of deepAgent.apis) {
    Deno.test(`deep_agent over ${api} ${what}`, () =>
      fn((init) => runScripted({ ...init, runner: deepAgent, api })));
  }
}

/** Hands out two tasks, and tells what was told of them. */
function handingOut(task: (request: ModelRequest, left: boolean) => SaidReply) {
  const told: string[] = [];
  const handler = following((request) => {
    const asked = request.messages.find(({ role }) => role === "user")?.text;
    if (asked !== "What is it?") return task(request, asked === "left");
    const results = request.messages.filter(({ role }) => role === "tool");
    if (results.length === 0) {
      const of = { subagent_type: "data_analyst" };
      return asks(
        ["task", { ...of, description: "left" }, "id_left"],
        ["task", { ...of, description: "right" }, "id_right"],
      );
    }
    told.push(...results.map(({ text }) => text));
    return says("as far as is known");
  });
  return { handler, told };
}

/** Whether a request holds a result. */
function hasResult({ messages }: ModelRequest): boolean {
  return messages.some(({ role }) => role === "tool");
}

testEachApi("goes on when one of two sub-agents fails", async (run) => {
  const { handler, told } = handingOut((request, left) =>
    hasResult(request)
      ? left ? says("left has it") : refuses(500, AT_ONCE, "it is down")
      : asks([left ? "echo" : "fail", { text: "no such thing" }, "id_inner"])
  );
  const { result, tree, spans } = await run({ handler });
  assertEquals(result.answer, "as far as is known");
  assertEquals(
    tree,
    `${MAIN_FIRST}
    tool.call task
      agent.invoke
${inner("echo")}
${inner()}
    tool.call task 500
      agent.invoke 500
${inner("fail tool_error")}
${inner(undefined, "500", ["500", "500", "500"])}
${MAIN_LAST}`,
  );
  assertEquals(told[0], "left has it");
  assertStringIncludes(told[1] ?? "", "Tool task failed: ");
  assertStringIncludes(told[1] ?? "", "it is down");
  const names = spans.filter(({ name }) => name === "agent.invoke")
    .map(({ attributes }) => attributes["gen_ai.agent.name"]);
  assertEquals(names, ["data_analyst", "data_analyst"]);
});

testEachApi("tells its model of a sub-agent's limit", async (run) => {
  const { handler, told } = handingOut((request, left) =>
    left && hasResult(request)
      ? says("left has it")
      : asks(["echo", { text: "x" }])
  );
  const { result, tree } = await run({ handler, maxTurns: 2 });
  assertEquals(result.answer, "as far as is known");
  assertEquals(
    tree,
    `${MAIN_FIRST}
    tool.call task
      agent.invoke
${inner("echo")}
${inner()}
    tool.call task MaxTurnsError
      agent.invoke max_turns
${inner("echo")}
${inner("echo")}
${MAIN_LAST}`,
  );
  assertStringIncludes(told[1] ?? "", "the limit is 2, set by --max-turns");
});

testEachApi("tells its model of a sub-agent that is not", async (run) => {
  const { result, requests } = await run({
    handler: conversation(
      asks(["task", { description: "x", subagent_type: "oracle" }, "id_x"]),
      says("done"),
    ),
  });
  assertEquals(result.answer, "done");
  const call = result.trajectory.turns[0]?.toolCalls[0];
  assertEquals([call?.name, call?.server], ["task", "local"]);
  assert(call?.error !== undefined);
  assertStringIncludes(
    JSON.stringify(requests[1]?.body),
    "`general-purpose`, `data_analyst`",
  );
});

testEachApi("puts a huge result into a file, and reads it", async (run) => {
  const text = "a line of some length\n".repeat(4_000);
  const { result, spans } = await run({
    handler: following(({ messages }) => {
      const [put, read] = messages.filter(({ role }) => role === "tool")
        .map(({ text }) => text);
      if (put === undefined) return asks(["echo", { text }, "id_huge"]);
      const path = /\/large_tool_results\/\S+/.exec(put)?.[0];
      return read === undefined
        ? asks(["read_file", { file_path: path, limit: 3 }, "id_read"])
        : says("read");
    }),
  });
  assertEquals(result.answer, "read");
  const [first, second] = result.trajectory.turns.map(({ toolCalls }) =>
    toolCalls[0]
  );
  assertEquals([first?.server, first?.output], ["tools", text]);
  assertEquals([second?.name, second?.server], ["read_file", "local"]);
  assertStringIncludes(second?.output ?? "", "a line of some length");
  const results = spans.filter(({ name }) => name === "agent.turn")
    .map(({ attributes }) => Number(attributes["turn.prompt.bytes.results"]));
  assert(results[1]! > 100 && results[1]! < 10_000);
});

testEachApi("tells its model whom it can hand a task to", async (run) => {
  const { requests } = await run({ handler: conversation(says("done")) });
  const told = JSON.stringify(requests[0]?.body);
  assertStringIncludes(told, "Available: general-purpose, data_analyst");
  assertStringIncludes(told, "Hand reading that is heavy in data");
});

Deno.test("deep_agent runs a call beside one with unusable arguments", async () => {
  const { result, tree } = await runScripted({
    runner: deepAgent,
    handler: conversation(
      asks(["echo", "{not json", "id_x"], ["echo", { text: "y" }, "id_y"]),
      says("done"),
    ),
  });
  assertEquals(result.answer, "done");
  const calls = result.trajectory.turns[0]?.toolCalls.map((
    { callId, error },
  ) => [callId, error?.type]).toSorted();
  assertEquals(calls, [["id_x", "invalid_arguments"], ["id_y", undefined]]);
  const outputs = result.trajectory.turns[0]?.toolCalls.map(({ output }) =>
    output
  );
  assert(outputs?.includes("y"));
  assertEquals(result.trajectory.turns.length, 2, tree);
});

for (const api of deepAgent.apis) {
  Deno.test(`deep_agent over ${api} sends the query of its model's URL`, async () => {
    const queries: string[] = [];
    const answer = conversation(says("done"));
    await using model = startScriptedModel({
      handler: (request) => {
        queries.push(new URL(request.url).search);
        return answer(request);
      },
    });
    const { answer: said } = await runAgent(deepAgent, "What is it?", {
      model: {
        id: "openai/tested",
        name: "tested",
        provider: "openai",
        api,
        baseUrl: model.baseUrl,
        query: { "api-version": "2026-11-01" },
        apiKey: "key",
      },
      mcp: config({}),
    });
    assertEquals(said, "done");
    assertEquals(queries, ["?api-version=2026-11-01"]);
  });
}

testEachApi("leaves misfits to the framework's own words", async (run) => {
  const { requests } = await run({
    handler: conversation(asks(["echo", { text: 7 }, "id_x"]), says("done")),
  });
  const told = JSON.stringify(requests[1]?.body);
  assertStringIncludes(told, "Please fix the error and try again");
  assert(!told.includes("Tool echo failed"));
});
