import { assertEquals, assertStringIncludes } from "@std/assert";
import { runProgram } from "../_program.ts";
import { makeFolder, names, readSpans } from "../_trace_file.ts";

const AGENT_SPANS = ["chat gpt-5", "tool.call", "agent.turn", "agent.run"];

Deno.test("openTracesFile() says in one line that a file cannot be used", async () => {
  using folder = makeFolder();
  const blocked = `${folder.path}/file`;
  Deno.writeTextFileSync(blocked, "");
  for (const path of [folder.path, `${blocked}/traces.jsonl`]) {
    const { code, stdout, stderr } = await runProgram("agent", {
      env: { OTEL_TRACES_FILE: path },
    });
    assertEquals({ code, stdout }, { code: 0, stdout: "the answer\n" });
    assertStringIncludes(
      stderr,
      `turnspan: Cannot use OTEL_TRACES_FILE="${path}": `,
    );
    assertEquals(stderr.trim().split("\n").length, 1);
  }
});

Deno.test("openTracesFile() never asks for a permission", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/new/traces.jsonl`;
  const env = { OTEL_TRACES_FILE: path };
  const none = await runProgram("agent", { env, flags: ["--allow-env"] });
  assertEquals(
    none.stderr,
    `turnspan: Cannot use OTEL_TRACES_FILE="${path}": it needs ` +
      `--allow-write=${path}\n`,
  );
  const only = ["--allow-env", `--allow-write=${path}`];
  const file = await runProgram("agent", { env, flags: only });
  assertEquals(
    file.stderr,
    `turnspan: Cannot use OTEL_TRACES_FILE="${path}": its folder is not ` +
      `there, and --allow-write=${folder.path}/new/ is needed to make it\n`,
  );
  Deno.mkdirSync(`${folder.path}/new`);
  const enough = await runProgram("agent", { env, flags: only });
  assertEquals(enough.stderr, "");
  assertEquals(names(readSpans(path)), AGENT_SPANS);
});

Deno.test("openTracesFile() finds a relative path in the folder it is told", async () => {
  using folder = makeFolder();
  const { stderr } = await runProgram("agent", {
    env: { OTEL_TRACES_FILE: "traces.jsonl" },
    input: { cwd: folder.path },
  });
  assertEquals(stderr, "");
  assertEquals(names(readSpans(`${folder.path}/traces.jsonl`)), AGENT_SPANS);
});
