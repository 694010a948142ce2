// deno-lint-ignore-file no-console
// A program that uses a part of each module that the package exports, but for
// `…/testing`, which `agent_test.ts` uses.
import { initTracing, traceRun } from "@turnspan/turnspan";
import { mcpServers } from "@turnspan/turnspan/claude-agent";
import { mcpTools as langchainTools } from "@turnspan/turnspan/langchain";
import { loadMcpConfig, McpPool } from "@turnspan/turnspan/mcp";
import { mcpTools as openaiTools } from "@turnspan/turnspan/openai-agents";
import { drawTree, FileSource, loadRun } from "@turnspan/turnspan/turns";
import { ask } from "./agent.ts";
import { startModel } from "./model.ts";

{
  await using _tracing = await initTracing("stranger");
  await using model = startModel();
  const url = `http://127.0.0.1:${model.addr.port}/`;
  await ask("How much is 2 + 3?", url);
  const own = { runner: "tools", model: "gpt-5", runId: "the-run" };
  await traceRun(own, async (run) => {
    await using pool = await McpPool.open(await loadMcpConfig("mcp.json"));
    const [one] = langchainTools(pool, (call) => ({ call }));
    await run.turn(() => one?.call({}));
    const [same] = openaiTools(pool, (tool) => tool);
    await run.turn(() => same?.execute("{}"));
    if (!("tools" in mcpServers(pool))) throw new Error("no server");
  });
}

const { spans } = await loadRun(new FileSource(["traces.jsonl"]), "the-run");
console.log(drawTree(spans));
