import { assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(import.meta.resolve("../../"));
const FILES = ["agent.ts", "agent_test.ts", "model.ts"];

/** Runs `deno test` as a stranger does, in a folder outside the repository. */
async function denoTest(folder: string): Promise<Deno.CommandOutput> {
  return await new Deno.Command(Deno.execPath(), {
    args: ["test", "--quiet", "--no-lock", "--allow-env", "--allow-net"],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).output();
}

Deno.test("a program outside the repository traces and tests an agent of its own", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      `${folder}/deno.json`,
      JSON.stringify({
        links: [ROOT, `${ROOT}links/assert`],
        imports: { "@turnspan/turnspan": "jsr:@turnspan/turnspan" },
      }),
    );
    for (const name of FILES) {
      const source = new URL(`./stranger/${name}`, import.meta.url);
      await Deno.copyFile(source, `${folder}/${name}`);
    }
    const { code, stdout, stderr } = await denoTest(folder);
    const decoder = new TextDecoder();
    assertEquals([code, decoder.decode(stderr)], [0, ""]);
    assertMatch(decoder.decode(stdout), /ok \| 1 passed \| 0 failed/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the agent of that program takes less than 30 lines to trace", async () => {
  const source = await Deno.readTextFile(
    new URL("./stranger/agent.ts", import.meta.url),
  );
  const [loop = ""] = /^export function ask[^]*?^}$/m.exec(source) ?? [];
  assertEquals(loop.split("\n").length < 30 && loop !== "", true);
});
