import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

const PROGRAM = new URL("../../demo/scripted_model.ts", import.meta.url);

Deno.test("scripted_model --help says that it is scripted", async () => {
  const { code, stdout } = await command("--help").output();

  assertEquals(code, 0);
  const help = new TextDecoder().decode(stdout);
  assertStringIncludes(help, "scripted model");
  assertStringIncludes(help, "no model runs here");
  assertStringIncludes(help, "POST /v1/responses");
  assertStringIncludes(help, "--port <port>");
});

Deno.test("scripted_model prints its URL, and that it is scripted", async () => {
  await using child = command("--port", "0").spawn();
  const url = await firstLine(child.stdout);
  const said = await firstLine(child.stderr);
  const response = await fetch(`${url}/v1/models`);
  await response.body?.cancel();
  child.kill();
  await child.status;

  assertMatch(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assertEquals(response.status, 200);
  assertStringIncludes(said, "scripted");
});

Deno.test("scripted_model refuses a port that is none", async () => {
  for (const port of ["abc", "65536", "-1", "1.5"]) {
    const { code, stderr } = await command(`--port=${port}`).output();
    assertEquals(code, 2);
    assertStringIncludes(new TextDecoder().decode(stderr), "--port");
  }
});

function command(...args: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--no-lock",
      "--allow-net=127.0.0.1",
      PROGRAM.href,
      ...args,
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes("\n")) break;
  }
  return text.split("\n")[0] ?? "";
}
