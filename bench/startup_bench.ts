/**
 * How long each command takes from its start to its first request to the
 * model: with tracing off, with tracing on, and against a bare script that asks
 * the same model with the same framework and the same MCP client. No MCP server
 * is started.
 *
 * The figures of one run are to be compared with each other: machines differ.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import metadata from "../deno.json" with { type: "json" };
import { untraced } from "./untraced.ts";

/** Each command, and the script that stands for its framework alone. */
const COMMANDS = {
  "plan-execute": "openai.ts",
  "openai-agent": "openai_agents.ts",
  "deep-agent": "deepagents.ts",
  "claude-agent": "claude_agent.ts",
} as const;

const ROOT = fileURLToPath(import.meta.resolve("../"));

for (const [task, bare] of Object.entries(COMMANDS)) {
  const group = `${task}, to its first request`;
  const command = metadata.tasks[task as keyof typeof COMMANDS].command;
  const [, ...own] = command.split(" ");
  const file = own.at(-1)!;
  const script = own.with(-1, `bench/_bare/${bare}`);
  bench({ name: `${task}: bare script`, group, args: script, baseline: true });
  const api = task === "claude-agent" ? "anthropic" : "openai";
  const args = [...own, "--model-id", `${api}/bench`, "--mcp-config"];
  const run = [...args, "bench/_bare/mcp.json", "What is it?"];
  bench({ name: `${file}, tracing off`, group, args: run });
  bench({ name: `${file}, tracing on`, group, args: run, traced: true });
}

/** One way to come to a first request. */
interface Start {
  readonly name: string;
  readonly group: string;
  /** What Deno is started with. */
  readonly args: string[];
  readonly traced?: boolean;
  readonly baseline?: boolean;
}

function bench(
  { name, group, args, traced = false, baseline = false }: Start,
): void {
  Deno.bench({ name, group, baseline, n: 10, warmup: 1 }, async (b) => {
    await using model = firstRequest();
    const folder = await Deno.makeTempDir();
    b.start();
    const child = new Deno.Command(Deno.execPath(), {
      args,
      cwd: ROOT,
      clearEnv: true,
      env: {
        ...untraced(),
        ...(traced ? { OTEL_TRACES_FILE: `${folder}/traces.jsonl` } : {}),
        // What it leaves there is removed with the folder.
        TMPDIR: folder,
        OPENAI_BASE_URL: `${model.baseUrl}/v1`,
        OPENAI_API_KEY: "key",
        ANTHROPIC_BASE_URL: model.baseUrl,
        ANTHROPIC_API_KEY: "key",
      },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    await Promise.race([model.asked, ended(child)]);
    b.end();
    // It has to end what it has started.
    child.kill("SIGTERM");
    await child.status;
    await Deno.remove(folder, { recursive: true });
  });
}

async function ended(child: Deno.ChildProcess): Promise<never> {
  const { code } = await child.status;
  throw new Error(`Ended with ${code} before it asked the model`);
}

/** A model that is asked once, and never answers. */
function firstRequest() {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const stop = new AbortController();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    signal: stop.signal,
    onListen: () => {},
  }, ({ method }) => {
    // It may check that the server is there, before it asks.
    if (method !== "POST") return new Response(null, { status: 404 });
    resolve();
    return new Promise(() => {});
  });
  return {
    asked,
    baseUrl: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => {
      stop.abort();
      return server.finished;
    },
  };
}
