import { assertEquals } from "@std/assert";
import { nobodyListens } from "../_helpers/nobody_listens.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { Folder, runCommand } from "./_command.ts";

const TASKS = [
  "plan-execute",
  "openai-agent",
  "deep-agent",
  "claude-agent",
] as const;

for (const task of TASKS) {
  Deno.test(`${task} says in the words of the page that nobody answers`, async () => {
    using folder = new Folder();
    folder.servers({ tools: toolsServer() });
    using nobody = await nobodyListens();
    const args = ["--model-id", "litellm_proxy/demo", "Why?"];
    const { code, stdout, stderr } = await runCommand(args, {
      task,
      cwd: folder.path,
      env: {
        LITELLM_BASE_URL: `${nobody.url}?key=s3cret`,
        LITELLM_API_KEY: "k",
      },
    });
    assertEquals(
      { code, stdout, stderr },
      {
        code: 1,
        stdout: "",
        stderr:
          `${task}: Cannot reach the model at ${nobody.url}: tcp connect error: Connection refused (os error 111); check LITELLM_BASE_URL\n`,
      },
    );
  });
}
