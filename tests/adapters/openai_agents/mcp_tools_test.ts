import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import { McpPool } from "@turnspan/turnspan/mcp";
import { type McpToolPool, mcpTools } from "@turnspan/turnspan/openai-agents";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { toolsServer } from "../../_helpers/tools_server.ts";
import { config } from "../_setup.ts";
import { agentOf } from "./_agents.ts";
import { MODES, traced } from "./_traced.ts";
import { testEachVersion, VERSIONS } from "./_versions.ts";

testEachVersion(
  "mcpTools() makes tools whose calls are the pool's",
  async (sdk) => {
    for (const mode of MODES) {
      const { tree, spans, answer } = await traced({
        sdk,
        mode,
        handler: conversation(
          asks(["a_sent", {}, "id_a"], ["b_fail", { text: "no" }, "id_b"]),
          says("sent"),
        ),
        use: (run) =>
          traceRun({ runner: "mine", model: "tested" }, async () => {
            await using pool = await McpPool.open(
              config({ a: toolsServer("a_"), b: toolsServer("b_") }),
            );
            const tools = mcpTools(pool, sdk.tool);
            return await run(agentOf(sdk, "caller", { tools }));
          }),
      });
      assertEquals(answer, "sent");
      assertEquals(
        tree,
        `agent.run mine
  tools/list
  tools/list
  agent.turn caller
    chat tested
      POST
    tool.call a_sent
    tool.call b_fail tool_error
  agent.turn caller
    chat tested
      POST`,
      );
      const calls = spans.filter(({ name }) => name === "tool.call")
        .map(({ attributes: a }) =>
          `${a["gen_ai.tool.call.id"]} ${a["tool.server"]}`
        );
      assertEquals(calls.toSorted(), ["id_a a", "id_b b"]);
    }
  },
);

/** A pool of one tool, and what it was asked. */
function poolOf(inputSchema = {}): McpToolPool & { asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    tools: [{ server: "s", name: "do", shownName: "do-it", inputSchema }],
    call: ({ signal: _, ...call }) => {
      asked.push(call);
      return Promise.resolve({ text: "done", isError: false });
    },
  };
}

testEachVersion(
  "mcpTools() shows a tool by its name and its schema",
  async (sdk) => {
    const pool = poolOf({
      type: "object",
      properties: { text: { type: "string", minLength: 1 } },
    });
    const { requests } = await traced({
      sdk,
      agent: agentOf(sdk, "caller", { tools: mcpTools(pool, sdk.tool) }),
      handler: conversation(asks(["do-it", { text: "x" }, "id"]), says("ok")),
    });
    assertEquals(pool.asked, [
      { server: "s", tool: "do", input: { text: "x" }, callId: "id" },
    ]);
    const { tools: [shown] } = requests[0]?.body as {
      tools: { function: Record<string, unknown> }[];
    };
    assertEquals(shown?.function.name, "do-it");
    assertEquals(shown?.function.strict, false);
    assertEquals(shown?.function.parameters, {
      type: "object",
      properties: { text: { type: "string", minLength: 1 } },
    });
  },
);

testEachVersion(
  "mcpTools() calls nothing with what is no object",
  async (sdk) => {
    const pool = poolOf();
    const { tree, requests, spans } = await traced({
      sdk,
      agent: agentOf(sdk, "caller", { tools: mcpTools(pool, sdk.tool) }),
      handler: conversation(asks(["do-it", "[1]", "id"]), says("sorry")),
    });
    assertEquals(pool.asked, []);
    // An endpoint takes no schema of an object without them.
    const { tools: [shown] } = requests[0]?.body as {
      tools: { function: Record<string, unknown> }[];
    };
    assertEquals(shown?.function.parameters, {
      type: "object",
      properties: {},
    });
    assertEquals(
      tree,
      `agent.run caller
  agent.turn caller
    chat tested
      POST
    tool.call do-it invalid_arguments
  agent.turn caller
    chat tested
      POST`,
    );
    assertStringIncludes(
      JSON.stringify(requests[1]?.body),
      'The arguments of \\"do-it\\" are not a JSON object',
    );
    const call = spans.find(({ name }) => name === "tool.call");
    assertEquals(call?.attributes["gen_ai.tool.call.id"], "id");
  },
);

testEachVersion("mcpTools() hands on what cancels the run", async (sdk) => {
  const cancel = new AbortController();
  const heard: unknown[] = [];
  const pool: McpToolPool = {
    ...poolOf(),
    call: ({ signal }) => {
      cancel.abort();
      heard.push(signal?.aborted);
      return Promise.reject(cancel.signal.reason);
    },
  };
  const { error, requests } = await traced({
    sdk,
    handler: conversation(asks(["do-it", {}, "id"]), says("too late")),
    use: (run) =>
      run(agentOf(sdk, "caller", { tools: mcpTools(pool, sdk.tool) }), {
        signal: cancel.signal,
      }),
  });
  assert(error instanceof Error);
  assertEquals(requests.length, 1);
  // Older versions hand no signal to a tool.
  if (sdk === VERSIONS.newest) assertEquals(heard, [true]);
});
