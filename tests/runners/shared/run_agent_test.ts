import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { McpPool } from "@turnspan/turnspan/mcp";
import type { RecordedSpan } from "../../../testing/mod.ts";
import { calls, plans, replies, says } from "../../_helpers/replies.ts";
import { isAlive } from "../../_helpers/is_alive.ts";
import { toolsServer } from "../../_helpers/tools_server.ts";
import { config, runScripted } from "../_run.ts";

const STEP = { tool: "echo", server: "tools" };

Deno.test("runAgent() ends after exactly as many turns as it may take", async () => {
  for (const maxTurns of [1, 2, 3]) {
    const { result, spans } = await runScripted({
      maxTurns,
      handler: replies(plans({}, {}, {}), says("1"), says("2"), says("3")),
    });
    assertEquals(result.error, {
      type: "max_turns",
      message:
        `Cannot take another turn: the limit is ${maxTurns}, set by --max-turns`,
    });
    assertEquals(result.answer, "");
    assertEquals(result.trajectory.turns.length, maxTurns);
    const failed = spans.filter(({ status }) => status.code === 2);
    assertEquals(failed.map(({ name }) => name), ["agent.run"]);
  }
});

Deno.test("runAgent() takes the last turn that it may take", async () => {
  const { result } = await runScripted({
    maxTurns: 3,
    handler: replies(plans({}), says("1"), says("done")),
  });
  assertEquals(result.answer, "done");
});

Deno.test("runAgent() fails with the server's name when it cannot be started", async () => {
  const { result, tree, requests, spans } = await runScripted({
    handler: replies(),
    servers: {
      good: toolsServer(),
      bad: {
        command: Deno.execPath(),
        args: ["eval", "console.error('no database'); Deno.exit(3)"],
      },
    },
  });
  assertEquals(result.error?.type, "McpServerError");
  assertStringIncludes(result.error?.message ?? "", '"bad"');
  assertStringIncludes(result.error?.message ?? "", "no database");
  assertEquals(requests, []);
  assertEquals(result.trajectory.turns, []);
  assertStringIncludes(tree, "agent.run McpServerError");
  const lists = spans.filter(({ name }) => name === "tools/list");
  const of = (server: string) =>
    lists.find(({ attributes }) => attributes["tool.server"] === server);
  assertEquals(of("bad")?.status.code, 2);
  assertEquals(lists.length, 2);
});

Deno.test("runAgent() shares a pool without closing it", async () => {
  await using pool = await McpPool.open(config({ tools: toolsServer() }), {
    run: null,
  });
  const handler = () =>
    replies(plans(STEP), calls(["echo", { text: "hi" }]), says("done"));
  for (let round = 0; round < 2; round++) {
    const { result, spans } = await runScripted({ pool, handler: handler() });
    assertEquals(result.answer, "done");
    // The run did not start the servers, and so does not tell of it.
    assertEquals(spans.filter(({ name }) => name === "tools/list"), []);
  }
});

Deno.test("runAgent() keeps the ids that it is given", async () => {
  const { result, spans } = await runScripted({
    runId: "run-1",
    scenarioId: "chillers",
    handler: replies(plans({}), says("1"), says("done")),
  });
  assertEquals([result.runId, result.scenarioId], ["run-1", "chillers"]);
  assertEquals(result.model, "openai/tested");
  const turns = spans.filter(({ name }) => name === "agent.turn");
  assertEquals(
    turns.map(({ attributes }) => attributes["agent.run_id"]),
    ["run-1", "run-1", "run-1"],
  );
});

Deno.test("runAgent() is cancelled in a model call", async () => {
  const cancel = new AbortController();
  const { result, spans, tree } = await runScripted({
    signal: cancel.signal,
    handler: () => {
      cancel.abort(new DOMException("Enough", "AbortError"));
      return new Promise(() => {});
    },
  });
  assertEquals(result.error, { type: "cancelled", message: "Enough" });
  assertEquals(
    tree,
    `agent.run cancelled
  agent.turn plan cancelled
    chat tested cancelled
      POST cancelled`,
  );
  assertNoResult(spans);
});

Deno.test("runAgent() is cancelled in a tool call, and its servers are gone", async () => {
  const cancel = new AbortController();
  let pid = 0;
  const { result, tree, spans } = await runScripted({
    signal: cancel.signal,
    handler: replies(
      plans({ tool: "hang", server: "tools" }),
      calls(["hang"]),
    ),
    onStderr: (server, line) => {
      assertEquals(server, "tools");
      pid = Number(/^hanging (\d+)$/.exec(line)?.[1]);
      cancel.abort(new DOMException("Enough", "AbortError"));
    },
  });
  assertEquals(result.error?.type, "cancelled");
  assertEquals(
    tree,
    `agent.run cancelled
  agent.turn plan
    chat tested
      POST
  agent.turn execute cancelled
    chat tested
      POST
    tool.call hang cancelled`,
  );
  assertNoResult(spans);
  assert(pid > 0 && !isAlive(pid));
});

Deno.test("runAgent() is cancelled before it starts anything", async () => {
  const { result, tree, requests } = await runScripted({
    signal: AbortSignal.abort(new DOMException("Enough", "AbortError")),
    handler: replies(),
    servers: { tools: { command: "no-such-command-here" } },
  });
  assertEquals(result.error, { type: "cancelled", message: "Enough" });
  assertEquals(requests, []);
  assertEquals(tree, "agent.run cancelled");
});

Deno.test("runAgent() is cancelled while its servers start", async () => {
  const cancel = new AbortController();
  const { result, tree } = await runScripted({
    signal: cancel.signal,
    handler: replies(),
    servers: {
      deaf: {
        command: Deno.execPath(),
        args: ["eval", "console.error('up'); setInterval(() => {}, 60_000)"],
      },
    },
    onStderr: () => cancel.abort(new DOMException("Enough", "AbortError")),
  });
  assertEquals(result.error?.type, "cancelled");
  assertEquals(tree.split("\n")[0], "agent.run cancelled");
});

/** A call that was cancelled has no result, and so no size. */
function assertNoResult(spans: readonly RecordedSpan[]): void {
  for (const { name, attributes } of spans) {
    if (name !== "tool.call") continue;
    assertEquals(attributes["tool.result.size"], undefined);
  }
}
