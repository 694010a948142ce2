import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { McpPool } from "../../../adapters/mcp.ts";
import { isAlive } from "../../_helpers/is_alive.ts";
import { config, inRun, Spans, stdio } from "../_setup.ts";

Deno.test("McpPool.open() lists every server's tools, in one span each", async () => {
  using spans = new Spans();

  await inRun(async () => {
    await using pool = await McpPool.open(
      config({ bad: stdio(), paged: stdio(["paged"]) }),
    );
    const echo = pool.find("echo");
    assertEquals(echo, {
      server: "bad",
      name: "echo",
      shownName: "echo",
      title: "Echo",
      description: "Says it again",
      inputSchema: echo?.inputSchema ?? {},
      annotations: { readOnlyHint: true },
    });
    assertEquals(
      pool.tools.filter(({ server }) => server === "paged").map(({ name }) =>
        name
      ),
      ["tool_0", "tool_1", "tool_2"],
    );
  });

  assertEquals(spans.tree(), "agent.run\n  tools/list\n  tools/list");
  const paged = spans.named("tools/list").find(({ attributes }) =>
    attributes["tool.server"] === "paged"
  );
  assertEquals(paged?.attributes, {
    "mcp.method.name": "tools/list",
    "tool.server": "paged",
    "network.transport": "pipe",
    "mcp.protocol.version": "2025-11-25",
    "mcp.tools.count": 3,
  });
});

Deno.test("McpPool.call() hands the trace on and leaves no process behind", async () => {
  using spans = new Spans();
  let pid = "";

  await inRun(async (run) => {
    await using pool = await McpPool.open(config({ bad: stdio() }));
    await run.turn(async () => {
      const { text } = await pool.call({
        server: "bad",
        tool: "meta",
        callId: "call_1",
        meta: { progressToken: 7, mine: "kept" },
      });
      const span = spans.only("tool.call");
      const { traceId, spanId } = span.spanContext();
      assertEquals(JSON.parse(text), {
        traceparent: `00-${traceId}-${spanId}-01`,
        progressToken: 7,
        mine: "kept",
      });
      pid = (await pool.call({ server: "bad", tool: "pid" })).text;
      assert(isAlive(pid));
    });
  });

  assert(!isAlive(pid));
  assertEquals(
    spans.tree(),
    "agent.run\n  tools/list\n  agent.turn\n    tool.call meta\n    tool.call pid",
  );
  const [call] = spans.named("tool.call");
  const { "tool.result.size": size, ...attributes } = call?.attributes ?? {};
  assert(Number(size) > 0);
  assertEquals(attributes, {
    "tool.name": "meta",
    "tool.server": "bad",
    "gen_ai.agent.name": "test",
    "turn.index": 1,
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "meta",
    "gen_ai.tool.type": "function",
    "gen_ai.tool.call.id": "call_1",
    "mcp.method.name": "tools/call",
    "mcp.protocol.version": "2025-11-25",
    "network.transport": "pipe",
  });
});

Deno.test("McpPool.call() works outside a run", async () => {
  await using pool = await McpPool.open(config({ bad: stdio() }));
  assertEquals(
    await pool.call({ server: "bad", tool: "echo", input: { text: "hello" } }),
    { text: "hello", isError: false },
  );
  assertEquals((await pool.call({ server: "bad", tool: "meta" })).text, "{}");
});

Deno.test("McpPool.call() joins text parts, and tells of an image by a line", async () => {
  await using pool = await McpPool.open(config({ bad: stdio() }));
  const { text } = await pool.call({ server: "bad", tool: "parts" });
  // Others are given as JSON, see pool_odd_servers_test.ts.
  assertEquals(text, "one\n[image/png, 3 B]\ntwo");
});

Deno.test("McpPool.call() tells failures apart, and the run goes on", async () => {
  using spans = new Spans();

  const results = await inRun(async (run) => {
    await using pool = await McpPool.open(
      config({ bad: stdio(), slow: stdio([], { timeout: 300 }) }),
    );
    const tools = [
      "is_error",
      "says_nothing",
      "rpc_error",
      "malformed",
      "hang",
      "structured",
      "no_such_tool",
      "rubbish",
    ];
    return await run.turn(async () => {
      const results = new Map<string, unknown>();
      for (const tool of tools) {
        const input = tool === "structured" ? { sum: "three" } : {};
        const server = tool === "hang" ? "slow" : "bad";
        results.set(tool, await pool.call({ server, tool, input }));
      }
      return Object.fromEntries(results);
    });
  });

  const failed = (text: string, errorType: string) => ({
    text,
    isError: true,
    errorType,
  });
  const { malformed, structured, ...others } = results as Record<
    string,
    { text: string; errorType: string }
  >;
  assertEquals(others, {
    is_error: failed("no such asset", "tool_error"),
    says_nothing: failed(
      "Tool bad/says_nothing failed and did not say why",
      "tool_error",
    ),
    rpc_error: failed(
      "Tool bad/rpc_error failed: the historian is off",
      "-32050",
    ),
    hang: failed(
      "Tool slow/hang failed: no answer to tools/call within 0.3 s",
      "timeout",
    ),
    no_such_tool: failed(
      "Tool bad/no_such_tool failed: Tool no_such_tool not found",
      "-32602",
    ),
    rubbish: { text: "after the rubbish", isError: false } as never,
  });
  assertEquals(malformed?.errorType, "SdkError");
  assertStringIncludes(malformed?.text ?? "", "Tool bad/malformed failed: ");
  assertEquals(structured?.errorType, "tool_error");
  assertEquals(
    spans.tree(),
    `agent.run
  tools/list
  tools/list
  agent.turn
    tool.call is_error ERROR tool_error
    tool.call says_nothing ERROR tool_error
    tool.call rpc_error ERROR -32050
    tool.call malformed ERROR SdkError
    tool.call hang ERROR timeout
    tool.call structured ERROR tool_error
    tool.call no_such_tool ERROR -32602
    tool.call rubbish`,
  );
  const events = spans.named("tool.call").map(({ events }) => events.length);
  // Only where something was thrown.
  assertEquals(events, [0, 0, 1, 1, 1, 0, 1, 0]);
});
