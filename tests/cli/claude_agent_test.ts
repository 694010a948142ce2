import { assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { Folder, runCommand } from "./_command.ts";

/** Where Deno keeps what it downloads. */
async function denoDir(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json"],
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

Deno.test("claude-agent leaves nothing behind, in its person's home neither", async () => {
  using folder = new Folder();
  using home = new Folder();
  using temporary = new Folder();
  const question = "Why is Chiller 6 drawing more power?";
  const servers = fileURLToPath(import.meta.resolve("../../mcp.json"));
  const args = ["--model-id", "demo", "--mcp-config", servers, question];
  const { code, stdout } = await runCommand(args, {
    task: "claude-agent",
    cwd: folder.path,
    env: {
      HOME: home.path,
      TMPDIR: temporary.path,
      // Or Deno would look in that home.
      DENO_DIR: await denoDir(),
    },
  });
  assertEquals(code, 0);
  assertMatch(stdout, /^Condenser fouling on Chiller 6/);
  assertEquals([folder, home, temporary].map(({ names }) => names), [
    [],
    [],
    [],
  ]);
});

Deno.test("claude-agent refuses a model that it cannot speak to", async () => {
  using folder = new Folder();
  const { code, stdout, stderr } = await runCommand(
    ["--model-id", "openai/gpt-x", "Hello"],
    {
      task: "claude-agent",
      cwd: folder.path,
      env: { OPENAI_API_KEY: "key-of-the-test" },
    },
  );
  assertEquals([code, stdout], [2, ""]);
  assertEquals(
    stderr,
    'claude-agent: Cannot use model "openai/gpt-x": it is served over chat_completions, and this runner uses messages. A LiteLLM proxy serves both: --model-id litellm_proxy/<model>\n',
  );
});
