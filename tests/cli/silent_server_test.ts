import { assertEquals, assertStringIncludes } from "@std/assert";
import { raw } from "../adapters/mcp/_raw.ts";
import { Folder, startCommand } from "./_command.ts";
import { echoes, startModel } from "./_model.ts";

Deno.test("plan-execute names a server that does not answer, while it waits", async () => {
  using folder = new Folder();
  folder.servers({ mute: raw({}) });
  await using model = startModel(echoes());
  const child = startCommand(["--model-id", "openai/tested", "Say hello"], {
    cwd: folder.path,
    env: model.env,
  });
  let told = "";
  const stderr = child.stderr.pipeThrough(new TextDecoderStream());
  for await (const chunk of stderr.values({ preventCancel: true })) {
    told += chunk;
    if (told.includes("\n")) break;
  }
  child.kill("SIGINT");
  assertEquals(
    told,
    'waiting for MCP server "mute": no answer to initialize yet\n',
  );
  const rest = await new Response(
    stderr.pipeThrough(new TextEncoderStream()),
  ).text();
  assertStringIncludes(rest, "Interrupted by SIGINT");
  await child.stdout.cancel();
  assertEquals((await child.status).code, 130);
});
