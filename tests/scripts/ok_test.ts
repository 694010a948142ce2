import { assertEquals } from "@std/assert";
import { Folder, outcome, startCommand } from "../cli/_command.ts";

/** Starts the gate with a script in the place of `deno`, which runs its stages. */
function start(folder: Folder, script: string): Deno.ChildProcess {
  folder.program("deno", script);
  const PATH = `${folder.path}:${Deno.env.get("PATH")}`;
  return startCommand([], { task: "ok", env: { PATH } });
}

Deno.test("ok runs every stage, and says nothing more when all pass", async () => {
  using folder = new Folder();
  assertEquals(await outcome(start(folder, 'echo "$@"')), {
    code: 0,
    stdout: "task fmt:check\ntask check\ntask lint\ntask doc:lint\n" +
      "task test\ntask publish:check\ntask docs:build\n",
    stderr: "",
  });
});

Deno.test("ok ends with the stage that failed: its name, and its code", async () => {
  using folder = new Folder();
  const script = 'echo "$@"; [ "$2" != lint ] || { echo bad >&2; exit 3; }';
  assertEquals(await outcome(start(folder, script)), {
    code: 3,
    stdout: "task fmt:check\ntask check\ntask lint\n",
    stderr: 'bad\ndeno task ok: "lint" failed\n',
  });
});

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test(`ok ends its stage and then itself on ${signal}`, async () => {
    using folder = new Folder();
    const child = start(folder, "echo here\nexec sleep 60");
    const reader = child.stdout.getReader();
    await reader.read();
    child.kill(signal);
    // Nothing holds its output open: the stage has ended as well.
    assertEquals((await reader.read()).done, true);
    assertEquals((await child.status).code, code);
    // It was there to see the end of the stage.
    assertEquals(
      await new Response(child.stderr).text(),
      'deno task ok: "fmt:check" failed\n',
    );
  });
}
