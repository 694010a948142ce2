import { assert, assertEquals } from "@std/assert";
import { RUNNER_PROGRAMS } from "../../cli/demo/_runner_program.ts";
import { type CommandInit, Folder, runCommand } from "./_command.ts";

/** What each agent's framework begins with, as npm names it. */
const FRAMEWORKS: Readonly<Record<string, readonly RegExp[]>> = {
  "plan-execute": [],
  "claude-agent": [/^@anthropic-ai\/claude-agent-sdk/],
  "openai-agent": [/^@openai\/agents/],
  "deep-agent": [/^deepagents$/, /^langchain$/, /^@langchain\//],
};

/** Bytes of the disk's blocks that a folder takes. */
function onDisk(folder: string): number {
  let bytes = 0;
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    const { blocks, size } = Deno.lstatSync(path);
    bytes += blocks === null ? size : blocks * 512;
    if (isDirectory) bytes += onDisk(path);
  }
  return bytes;
}

/** The npm packages in a cache, whatever the registry's name. */
function packages(cache: string): string[] {
  return names(`${cache}/npm`).flatMap((registry) =>
    names(`${cache}/npm/${registry}`).flatMap((name) =>
      name.startsWith("@")
        ? names(`${cache}/npm/${registry}/${name}`).map((own) =>
          `${name}/${own}`
        )
        : [name]
    )
  );
}

function names(folder: string): string[] {
  return [...Deno.readDirSync(folder)].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => name);
}

Deno.test("demo leaves less than 120 MB in an empty DENO_DIR", async () => {
  using folder = new Folder();
  using cache = new Folder();
  const { code, stdout, stderr } = await runCommand([], {
    task: "demo",
    cwd: folder.path,
    env: { DENO_DIR: cache.path },
  });
  assertEquals(code, 0, stderr);
  assert(stdout.startsWith("Condenser fouling on Chiller 6"));
  const megabytes = onDisk(cache.path) / 1e6;
  // That something was downloaded at all: otherwise it would prove nothing.
  assert(megabytes > 20 && megabytes < 120, `${megabytes} MB`);
});

for (const [task, own] of Object.entries(FRAMEWORKS)) {
  Deno.test(`${task} downloads its own framework and no other`, async () => {
    using cache = new Folder();
    const { code, stderr } = await runCommand(["--help"], {
      task: task as CommandInit["task"] & string,
      env: { DENO_DIR: cache.path },
    });
    assertEquals(code, 0, stderr);
    // What takes a minute, its person hears of.
    const heard = /Download.*claude-agent-sdk/.test(stderr);
    assertEquals(heard, task === "claude-agent", stderr);
    const found = packages(cache.path);
    assert(found.includes("deno-std"), found.join(" "));
    for (const framework of Object.values(FRAMEWORKS).flat()) {
      const here = found.filter((name) => framework.test(name));
      assertEquals(here.length > 0, own.includes(framework), here.join(" "));
    }
    const said = RUNNER_PROGRAMS.find((program) => program.task === task);
    if (said === undefined) return;
    // What `demo --all` says that it will download.
    const megabytes = onDisk(cache.path) / 1e6;
    assert(Math.abs(megabytes - said.megabytes) < 15, `${megabytes} MB`);
  });
}
