/**
 * Writes every lock file anew. Each program has one of its own, so that it
 * downloads what it uses and nothing else; `deno.lock` is that of the tests.
 *
 * @module
 */

/** Each program's lock, and what its graph begins with. */
const LOCKS: Readonly<Record<string, readonly string[]>> = {
  // The commands that it starts have locks of their own.
  "locks/bench.lock": [
    "bench/main.ts",
    "bench/file/bytes.ts",
    "bench/ledger/open_runs.ts",
    "bench/ledger/turns.ts",
    "bench/off/scopes.ts",
    "bench/recorder/growth.ts",
    "bench/recorder/runs_at_once.ts",
    "bench/recorder/warm.ts",
    "bench/relay/first_chunk.ts",
    "bench/relay/large_reply.ts",
    "bench/relay/relay_main.ts",
    "bench/start_up/first_request.ts",
    "bench/streams/read.ts",
    "bench/turns/read.ts",
    "bench/turns/write_file.ts",
  ],
  "locks/claude_agent.lock": ["cli/claude_agent.ts"],
  "locks/dashboards.lock": ["scripts/dashboards/main.ts"],
  "locks/deep_agent.lock": ["cli/deep_agent.ts"],
  // The first loads the second by a name that nobody can read beforehand.
  "locks/demo.lock": ["cli/demo.ts", "cli/demo/main.ts"],
  "locks/demo_servers.lock": [
    "demo/iot_server.ts",
    "demo/workorders_server.ts",
  ],
  "locks/e2e.lock": ["tests/e2e/main.ts"],
  "locks/honeycomb.lock": ["cli/honeycomb.ts"],
  "locks/jaeger.lock": ["cli/jaeger.ts"],
  "locks/litellm.lock": ["cli/litellm.ts"],
  "locks/openai_agent.lock": ["cli/openai_agent.ts"],
  "locks/plan_execute.lock": ["cli/plan_execute.ts"],
  "locks/site.lock": [
    "tests/browser/answer_test.ts",
    "tests/browser/controls_test.ts",
    "tests/browser/links_test.ts",
    "tests/browser/made_up_pages_test.ts",
    "tests/browser/main.ts",
    "tests/browser/pages_test.ts",
    "tests/browser/serve_folder_test.ts",
  ],
  // No part of this project: its deno.json does not apply.
  "locks/test_servers.lock": [
    "--no-config",
    "npm:@modelcontextprotocol/server-everything@2026.8.31",
    "npm:@modelcontextprotocol/server-filesystem@2026.8.31",
  ],
  "locks/turns.lock": ["turns/main.ts"],
};

for (const [lock, entries] of Object.entries(LOCKS)) {
  await Deno.remove(lock).catch(() => {});
  await cache(["--lock", lock, ...entries]);
}
await Deno.remove("deno.lock").catch(() => {});
await cache(["--lock", "deno.lock", ...await Array.fromAsync(tests())]);

async function cache(args: readonly string[]): Promise<void> {
  const command = new Deno.Command("deno", {
    args: ["cache", "--quiet", "--frozen=false", ...args],
  });
  const { success, code } = await command.spawn().status;
  if (!success) Deno.exit(code);
}

/** Every module that the tests and benchmarks begin with. */
async function* tests(folder = "tests"): AsyncGenerator<string> {
  if (folder === "tests") {
    yield* ["mod.ts", "bench/recorder/warm.ts", "cli/demo/main.ts"];
    yield "scripts/dashboards/main.ts";
  }
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* tests(path);
    else if (name.endsWith(".ts")) yield path;
  }
}
