import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { type CommandInit, Folder, runCommand } from "../cli/_command.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/** A command that a page shows: the task, and what comes after it. */
interface Shown {
  readonly task: NonNullable<CommandInit["task"]>;
  readonly args: readonly string[];
}

/** Reads the commands of a page, as a shell would. */
function commandsOn(page: string): Shown[] {
  return [...page.matchAll(/^deno task (\S+) ((?:.*\\\n)*.*)$/gm)].map(
    ([, task, rest = ""]) => ({
      task: task as Shown["task"],
      args: (rest.replaceAll("\\\n", "").match(/"[^"]*"|\S+/g) ?? [])
        .map((arg) => arg.replaceAll('"', "")),
    }),
  );
}

/** What a page shows behind a mark. */
function shownAs(mark: string, page: string): string {
  const block = new RegExp(`<!-- ${mark} -->\\n+\`\`\`text\\n(.*?)\`\`\``, "s");
  return block.exec(page)?.[1] ?? "";
}

/** The lines but for what was left out, with no time in them. */
function comparable(text: string, runner: string): string[] {
  return text.split("\n").filter((line) => !line.endsWith("…")).map((line) =>
    line.replaceAll(/\d+(\.\d+)? m?s\b/g, "TIME")
      // The CLI tells its model of ids that are new for each run.
      .replaceAll(runner === "claude-agent" ? /\d[\d,]*/g : /$^/g, "N")
  );
}

for (
  const runner of [
    "plan-execute",
    "openai-agent",
    "deep-agent",
    "claude-agent",
  ]
) {
  Deno.test(`the page of ${runner} shows what its commands print`, async () => {
    const page = await Deno.readTextFile(`${ROOT}docs/runners/${runner}.md`);
    const [run, turns] = commandsOn(page);
    assert(run?.task === runner && turns?.task === "turns");
    using folder = new Folder();
    const init = {
      cwd: folder.path,
      env: { OTEL_TRACES_FILE: "traces.jsonl" },
    };
    const answered = await runCommand(run.args, { ...init, task: run.task });
    assertEquals(answered.code, 0, answered.stderr);
    const [answer = ""] = shownAs("answer", page).split("…");
    assert(answer.length > 10);
    assertStringIncludes(answered.stdout, answer);
    const drawn = await runCommand(turns.args, { ...init, task: turns.task });
    const shown = comparable(shownAs("tree", page), runner);
    assert(shown.length > 10);
    const lines = comparable(drawn.stdout, runner);
    assertEquals(shown.filter((line) => !lines.includes(line)), []);
  });
}
