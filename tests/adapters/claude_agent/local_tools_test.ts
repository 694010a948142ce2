import { assertEquals } from "@std/assert";
import { trace } from "@opentelemetry/api";
import { z } from "zod";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { queried, sdk, toolResult, turn } from "./_queried.ts";
import type { Json, ScriptedCli } from "./_scripted_cli.ts";

/** The CLI's way with a tool that it runs. */
async function uses(
  cli: ScriptedCli,
  tool_use_id: string,
  after: string,
  more: Json = {},
): Promise<void> {
  const input = {
    tool_name: "Bash",
    tool_use_id,
    tool_input: { command: "ls" },
    ...more,
  };
  await cli.hook("PreToolUse", input);
  if (after !== "") await cli.hook(after, input);
}

/** The end of a turn. */
function batch(cli: ScriptedCli, results: Readonly<Record<string, string>>) {
  return cli.hook("PostToolBatch", {
    tool_calls: Object.entries(results).map((
      [tool_use_id, tool_response],
    ) => ({ tool_use_id, tool_response })),
  });
}

Deno.test("a query's local tools end as the CLI says", async () => {
  const { tree, spans, thrown } = await queried(async (cli) => {
    await cli.ask(turn());
    await uses(cli, "id_ok", "PostToolUse");
    cli.say(toolResult("id_ok", "a b"));
    await uses(cli, "id_bad", "PostToolUseFailure");
    cli.say(toolResult("id_bad", "Exit code 3", { is_error: true }));
    await uses(cli, "id_stopped", "PostToolUseFailure", {
      is_interrupt: true,
    });
    await uses(cli, "id_denied", "");
    await batch(cli, {
      id_ok: "a b",
      id_bad: "Exit code 3",
      id_stopped: "stopped",
      id_denied: "The user said no",
      id_unknown: "<tool_use_error>No such tool</tool_use_error>",
      id_misfit: "<tool_use_error>InputValidationError: no</tool_use_error>",
      id_hidden: "Permission was denied",
      id_of_nobody: "what is this?",
    });
    await cli.ask(turn());
    cli.result("done");
  }, {
    handler: conversation(
      asks(
        ["Bash", { command: "ls" }, "id_ok"],
        ["Bash", {}, "id_bad"],
        ["Bash", {}, "id_stopped"],
        ["Bash", {}, "id_denied"],
        ["Bush", {}, "id_unknown"],
        ["Bash", {}, "id_misfit"],
        ["Bash", {}, "id_hidden"],
      ),
      says("done"),
    ),
  });
  assertEquals(thrown, undefined);
  assertEquals(
    tree,
    `agent.run
  agent.turn
    chat tested
      POST
    tool.call local Bash
    tool.call local Bash tool_error
    tool.call local Bash cancelled
    tool.call local Bash not_run
    tool.call local Bush unknown_tool
    tool.call local Bash invalid_arguments
    tool.call local Bash not_run
  agent.turn
    chat tested
      POST
`.trimEnd(),
  );
  const sizes = spans.filter(({ name }) => name === "tool.call")
    .map(({ attributes }) => attributes["tool.result.size"]);
  assertEquals(sizes.slice(0, 4), [3, 11, 7, 16]);
});

Deno.test("a query's own server is run inside of its calls", async () => {
  const math = sdk.createSdkMcpServer({
    name: "math",
    tools: [
      sdk.tool("add", "Adds", { a: z.number() }, async ({ a }) => {
        await Promise.resolve();
        trace.getTracer("mine").startSpan("computed").end();
        return { content: [{ type: "text", text: `${a + 1}` }] };
      }),
    ],
  });
  const { tree, thrown } = await queried(async (cli) => {
    await cli.ask(turn());
    const call = {
      tool_name: "mcp__math__add",
      tool_use_id: "id_add",
      tool_input: { a: 1 },
      mcp_server: { name: "math", source: "sdk" },
    };
    await cli.hook("PreToolUse", call);
    const { content } = await cli.call("math", "id_add", "add", { a: 1 });
    assertEquals(content, [{ type: "text", text: "2" }]);
    await cli.hook("PostToolUse", call);
    cli.say(toolResult("id_add", "2"));
    await batch(cli, { id_add: "2" });
    await cli.ask(turn());
    cli.result("2");
  }, {
    options: { mcpServers: { math } },
    handler: conversation(
      asks(["mcp__math__add", { a: 1 }, "id_add"]),
      says("2"),
    ),
  });
  assertEquals(thrown, undefined);
  assertEquals(
    tree,
    `agent.run
  agent.turn
    chat tested
      POST
    tool.call math add
      computed
  agent.turn
    chat tested
      POST`,
  );
});

Deno.test("a query's servers of the CLI's are named, also by older CLIs", async () => {
  const { tree } = await queried(async (cli) => {
    await cli.ask(turn());
    await uses(cli, "id_new", "PostToolUse", {
      tool_name: "mcp__files__read",
      mcp_server: { name: "files", source: "user" },
    });
    await uses(cli, "id_old", "PostToolUse", { tool_name: "mcp__files__list" });
    await uses(cli, "id_odd", "PostToolUse", {
      tool_name: "mcp__my_files__find",
      mcp_server: { name: "my files", source: "user" },
    });
    await batch(cli, { id_new: "x", id_old: "y", id_odd: "z" });
    cli.result("done");
  }, {
    handler: conversation(
      asks(["mcp__files__read", {}, "id_new"], [
        "mcp__files__list",
        {},
        "id_old",
      ], ["mcp__my_files__find", {}, "id_odd"]),
    ),
  });
  assertEquals(
    tree,
    `agent.run
  agent.turn
    chat tested
      POST
    tool.call files read
    tool.call files list
    tool.call my files find`,
  );
});
