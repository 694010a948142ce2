/**
 * Starts each command, and prints the milliseconds that it took to its first
 * request to the model. Each starts an MCP server before it. Argument: `bare`
 * starts a script that asks the same model with the same framework and the same
 * MCP client; `off` and `on` start the command.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import metadata from "../../deno.json" with { type: "json" };
import { untraced } from "../shared/untraced.ts";
import { print } from "../shared/ways.ts";
import { SERVERS } from "./bare/servers.ts";
import { COMMANDS } from "./commands.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

const [way] = Deno.args;
const figures: Record<string, number> = {};
for (const [task, bare] of Object.entries(COMMANDS)) {
  figures[task] = await firstRequest((folder) => argsOf(task, bare, folder));
}
print(figures);

/** What Deno is started with. */
function argsOf(task: string, bare: string, folder: string): string[] {
  const command = metadata.tasks[task as keyof typeof COMMANDS].command;
  const [, ...own] = command.split(" ");
  if (way === "bare") return own.with(-1, `bench/start_up/bare/${bare}`);
  const api = task === "claude-agent" ? "anthropic" : "openai";
  const config = `${folder}/mcp.json`;
  Deno.writeTextFileSync(config, JSON.stringify({ mcpServers: SERVERS }));
  return [
    ...own,
    "--model-id",
    `${api}/bench`,
    "--mcp-config",
    config,
    "What is it?",
  ];
}

/** Starts a program, and ends it once it has asked the model. */
async function firstRequest(
  argsIn: (folder: string) => string[],
): Promise<number> {
  await using model = modelThatIsAsked();
  const folder = await Deno.makeTempDir();
  const args = argsIn(folder);
  const begin = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    clearEnv: true,
    env: {
      ...untraced(),
      ...(way === "on" ? { OTEL_TRACES_FILE: `${folder}/traces.jsonl` } : {}),
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
  await Promise.race([model.asked, failed(child)]);
  const milliseconds = performance.now() - begin;
  // It has to end what it has started.
  child.kill("SIGTERM");
  await child.status;
  await Deno.remove(folder, { recursive: true });
  return milliseconds;
}

async function failed(child: Deno.ChildProcess): Promise<never> {
  const { code } = await child.status;
  throw new Error(`Ended with ${code} before it asked the model`);
}

/** A model that is asked once, and never answers. */
function modelThatIsAsked() {
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
