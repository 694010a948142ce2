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

/** What a task of ours is allowed: all but what only `--allow-all` gives. */
const AS_TASK = ["env", "read", "write", "net", "run", "sys"].map((name) =>
  `--allow-${name}`
);

Deno.test("openTracesFile() gives the reason of a device, never another", async () => {
  using folder = makeFolder();
  const link = `${folder.path}/link`;
  Deno.symlinkSync("/dev/full", link);
  const elsewhere = "with --allow-all only; name another place";
  const full = "No space left on device (os error 28)";
  const cases = [
    [
      AS_TASK,
      "/dev/full",
      `Cannot use OTEL_TRACES_FILE="/dev/full": Deno opens "/dev/full" ${elsewhere}`,
    ],
    [
      AS_TASK,
      link,
      `Cannot use OTEL_TRACES_FILE="${link}": Deno opens "/dev/full" ${elsewhere}`,
    ],
    [
      AS_TASK,
      "/proc/self/x",
      `Cannot use OTEL_TRACES_FILE="/proc/self/x": Deno opens "/proc/self/x" ${elsewhere}`,
    ],
    [
      ["--allow-all"],
      "/dev/full",
      `Cannot write more spans to "/dev/full": ${full}`,
    ],
    [["--allow-all"], link, `Cannot write more spans to "${link}": ${full}`],
    [AS_TASK, "/dev/null", ""],
  ] as const;
  for (const [flags, path, says] of cases) {
    const env = { OTEL_TRACES_FILE: path };
    const { code, stdout, stderr } = await runProgram("agent", { env, flags });
    assertEquals({ code, stdout, stderr }, {
      code: 0,
      stdout: "the answer\n",
      stderr: says === "" ? "" : `turnspan: ${says}\n`,
    });
  }
});

Deno.test({
  name: "openTracesFile() takes a pipe that is read, and waits for no reader",
  ignore: Deno.build.os === "windows",
  async fn() {
    using folder = makeFolder();
    const path = `${folder.path}/pipe`;
    const env = { OTEL_TRACES_FILE: path };
    new Deno.Command("mkfifo", { args: [path] }).outputSync();
    const unread = await runProgram("agent", { env });
    assertEquals(
      unread.stderr,
      `turnspan: Cannot use OTEL_TRACES_FILE="${path}": it is a pipe that nobody reads\n`,
    );
    await using reader = new Deno.Command("cat", {
      args: [path],
      stdout: "piped",
    }).spawn();
    const read = new Response(reader.stdout).text();
    const { stderr } = await runProgram("agent", { env });
    assertEquals(stderr, "");
    assertEquals((await read).trim().split("\n").length, AGENT_SPANS.length);
  },
});
