import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { parseMcpConfig } from "@turnspan/turnspan/mcp";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { deepAgent } from "../../runners/deep_agent.ts";
import { planExecute } from "../../runners/plan_execute.ts";
import { runAgent } from "../../runners/shared/run_agent.ts";
import { SpanRecorder } from "../../testing/mod.ts";
import { assertContract } from "../_helpers/contract.ts";
import { asks, following, says } from "../_helpers/conversation.ts";
import { assertTrajectory } from "../_helpers/trajectory.ts";
import { runScripted } from "../runners/_run.ts";

// The framework listens to signals once it is loaded, and for good: that is
// not the first test's doing.
await deepAgent.load("chat_completions");

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/** A server from npm, with the permissions that it needs and no other. */
function npmServer(
  name: string,
  flags: readonly string[],
  args: readonly string[] = [],
): Record<string, unknown> {
  return {
    command: Deno.execPath(),
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--no-config",
      `--lock=${ROOT}locks/test_servers.lock`,
      "--frozen",
      "--allow-env",
      ...flags,
      `npm:@modelcontextprotocol/${name}@2026.8.31`,
      ...args,
    ],
  };
}

Deno.test("planExecute keeps the contract with real servers", async () => {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  await Deno.writeTextFile(`${folder}/note.txt`, "The chiller hums in B flat");
  try {
    using recorder = new SpanRecorder();
    await using model = startScriptedModel();
    const servers = {
      everything: npmServer("server-everything", []),
      files: npmServer("server-filesystem", [`--allow-read=${folder}`], [
        folder,
      ]),
    };
    const result = await runAgent(planExecute, `What is in ${folder}?`, {
      model: {
        id: "demo",
        name: "demo",
        provider: "demo",
        api: "chat_completions",
        baseUrl: model.baseUrl,
        apiKey: "demo",
      },
      mcp: parseMcpConfig(
        JSON.stringify({ mcpServers: servers }),
        `${folder}/mcp.json`,
      ),
    });
    assertEquals(result.error, undefined);
    const { spans, unended, endedAgain } = recorder;
    assertEquals([unended, endedAgain], [[], []]);
    assertContract(spans);
    assertTrajectory(result, spans);

    const lists = spans.filter(({ name }) => name === "tools/list");
    for (const { attributes } of lists) {
      assert(Number(attributes["mcp.tools.count"]) > 5);
    }
    const called = spans.filter(({ name }) => name === "tool.call");
    const used = new Set(called.map(({ attributes: a }) => a["tool.server"]));
    assertEquals([...used].sort(), ["everything", "files"]);
    assertEquals(
      called.filter(({ status }) => status.code === 2).map((
        { attributes: a },
      ) => a["tool.name"]),
      [],
      recorder.tree({ attributes: ["tool.name"], status: true }),
    );
    // What the tools really said is in the answer.
    assertStringIncludes(result.answer, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deepAgent runs with a real server whose tools are named like its own", async () => {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  await Deno.writeTextFile(`${folder}/note.txt`, "The chiller hums in B flat");
  try {
    const { result, tree } = await runScripted({
      runner: deepAgent,
      servers: {
        files: npmServer("server-filesystem", [`--allow-read=${folder}`], [
          folder,
        ]),
      },
      handler: following(({ messages }) => {
        const told = messages.find(({ role }) => role === "tool")?.text;
        return told === undefined
          ? asks(["files__read_file", { path: `${folder}/note.txt` }, "id_1"])
          : says(told);
      }),
    });
    assertEquals(result.error, undefined);
    assertStringIncludes(result.answer, "The chiller hums in B flat");
    assertStringIncludes(tree, "tool.call read_file");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
