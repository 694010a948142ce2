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

/** Each command, and the script that stands for its framework alone. */
const COMMANDS = {
  "plan-execute": "openai.ts",
  "openai-agent": "openai_agents.ts",
  "deep-agent": "deepagents.ts",
} as const;

const ROOT = fileURLToPath(import.meta.resolve("../"));

for (const [task, bare] of Object.entries(COMMANDS)) {
  const group = `${task}, to its first request`;
  const command = metadata.tasks[task as keyof typeof COMMANDS].command;
  const [, ...own] = command.split(" ");
  const file = own.at(-1)!;
  const script = own.with(-1, `bench/_bare/${bare}`);
  bench(`${task}: bare script`, group, script, {}, true);
  const args = [...own, "--model-id", "openai/bench", "--mcp-config"];
  const run = [...args, "bench/_bare/mcp.json", "What is it?"];
  bench(`${file}, tracing off`, group, run, {});
  bench(`${file}, tracing on`, group, run, {
    OTEL_TRACES_FILE: await Deno.makeTempFile({ suffix: ".jsonl" }),
  });
}

function bench(
  name: string,
  group: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  baseline = false,
): void {
  Deno.bench({ name, group, baseline, n: 10, warmup: 1 }, async (b) => {
    await using model = firstRequest();
    b.start();
    const child = new Deno.Command(Deno.execPath(), {
      args: [...args],
      cwd: ROOT,
      env: {
        ...env,
        OPENAI_BASE_URL: `${model.baseUrl}/v1`,
        OPENAI_API_KEY: "key",
      },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    await Promise.race([model.asked, ended(child)]);
    b.end();
    child.kill("SIGKILL");
    await child.status;
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
  }, () => {
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
