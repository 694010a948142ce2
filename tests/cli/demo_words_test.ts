import { assert, assertEquals, assertMatch } from "@std/assert";
import { nobodyListens } from "../_helpers/nobody_listens.ts";
import { Folder, runCommand } from "./_command.ts";

Deno.test("demo sets its answer, its tree and its verdict apart", async () => {
  using folder = new Folder();
  const { stdout } = await runCommand([], { task: "demo", cwd: folder.path });
  const parts = stdout.split("\n\n").map((part) => part.split("\n")[0]);
  assertEquals(parts.map((line) => line?.split(/ {2}|[.:]/)[0]), [
    "Condenser fouling on Chiller 6 since 2026-06-12",
    "agent",
    "Turn 10 of plan_execute sent the largest prompt",
  ]);
});

Deno.test("demo says what it is before it loads anything", async () => {
  using folder = new Folder();
  using registry = await nobodyListens();
  const init = {
    task: "demo",
    env: { DENO_DIR: folder.path, NPM_CONFIG_REGISTRY: registry.url },
  } as const;
  const { code, stderr } = await runCommand([], init);
  assertEquals(code, 1);
  assertMatch(
    stderr,
    /^The model is scripted: [^\n]*\nThe data is made up, [^\n]*\n\n[^]*error/,
  );
  // What is no run has nothing to say of one.
  for (const args of [["--help"], ["--version"], ["--al"], ["a", "b"], [""]]) {
    const { stderr } = await runCommand(args, init);
    assert(!stderr.includes("scripted"), stderr);
  }
});

Deno.test("demo names a command that this person can run next", async () => {
  using folder = new Folder();
  const more = async (env: Record<string, string>) => {
    const { stderr } = await runCommand(["Which sites are there?"], {
      task: "demo",
      cwd: folder.path,
      env,
    });
    return /\nMore: (.*)\n$/.exec(stderr)?.[1];
  };
  const npx = { npm_command: "exec", npm_lifecycle_event: "npx" };
  assertEquals(await more(npx), "npx -y deno task turns");
  // `turns` would look for the usual file.
  assertEquals(
    await more({ PATH: folder.path, ...npx, OTEL_TRACES_FILE: "mine.jsonl" }),
    `npx -y deno task turns ${folder.path}/mine.jsonl`,
  );
});
