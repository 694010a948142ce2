import { assert, assertEquals, assertMatch } from "@std/assert";

const SCRIPT = new URL("../../.ci/run", import.meta.url);
const TOOLS = ["bash", "cat", "dirname", "mkdir", "mktemp", "rm", "sed"]
  .concat(["tail", "tee", "timeout", "chmod"]);

/** What a run of `.ci/run` came to. */
interface Outcome {
  readonly code: number;
  readonly lastLine: string;
  readonly output: string;
}

/** Runs `.ci/run` where the only programs are `fakes` and a few plain tools. */
async function run(fakes: Record<string, string>): Promise<Outcome> {
  const root = await Deno.makeTempDir();
  try {
    const bin = `${root}/bin`;
    const bash = await where("bash");
    await Deno.mkdir(`${root}/.ci`);
    await Deno.mkdir(bin);
    await Deno.copyFile(SCRIPT, `${root}/.ci/run`);
    for (const tool of TOOLS) {
      await program(bin, tool, `#!${bash}\nexec ${await where(tool)} "$@"\n`);
    }
    for (const [name, body] of Object.entries(fakes)) {
      await program(bin, name, `#!${bash}\n${body}\n`);
    }
    const { code, stdout, stderr } = await new Deno.Command(bash, {
      args: [`${root}/.ci/run`],
      env: { PATH: bin, TMPDIR: root, FAKES: bin, BASH_PATH: bash },
      clearEnv: true,
    }).output();
    const decoder = new TextDecoder();
    const lines = decoder.decode(stdout).split("\n");
    assertEquals(lines.at(-1), "", "the closing line ends with a line feed");
    return {
      code,
      lastLine: lines.at(-2) ?? "",
      output: decoder.decode(stdout) + decoder.decode(stderr),
    };
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** Where a program of this machine lies. */
async function where(tool: string): Promise<string> {
  const { stdout } = await new Deno.Command("bash", {
    args: ["-c", `command -v ${tool}`],
  }).output();
  return new TextDecoder().decode(stdout).trim();
}

async function program(dir: string, name: string, text: string): Promise<void> {
  await Deno.writeTextFile(`${dir}/${name}`, text);
  await Deno.chmod(`${dir}/${name}`, 0o755);
}

/** An `npm` command line that writes the fake `deno` to `file`. */
function installFake(file: string): string {
  return `{ echo "#!$BASH_PATH"; cat <<'FAKE'
${fakeDeno("ok | 2 passed | 0 failed (1s)")}
FAKE
} > "${file}"; chmod +x "${file}"`;
}

/** What a stage says in which nothing is counted. */
const NONE = "ok | 0 passed | 0 failed (0ms)";

/** A `deno` that prints `output` for `task ok` and ends with `code`. */
function fakeDeno(
  output: string,
  code = 0,
  e2e = fakeTask("e2e", NONE),
  bare = fakeTask("demo", "the tree") + "\n" + fakeTask("test", NONE),
): string {
  const rest = [fakeTask("bench --smoke", NONE), fakeTask("site", NONE), e2e];
  return [bare, fakeTask("ok", output, code), ...rest].join("\n");
}

/** The part of a `deno` that runs one task. */
function fakeTask(task: string, output: string, code = 0): string {
  return `if [[ "$*" == "task ${task}" ]]; then cat <<'END'\n${output}\nEND\n` +
    `exit ${code}; fi`;
}

Deno.test(".ci/run prints the numbers of the test summary", async () => {
  const { code, lastLine } = await run({
    deno: fakeDeno("ok | 12 passed (3 steps) | 0 failed (1s)"),
  });

  assertEquals(lastLine, "12 passed, 0 failed");
  assertEquals(code, 0);
});

Deno.test(".ci/run reads a summary with colours and ignored tests", async () => {
  const { code, lastLine } = await run({
    deno: fakeDeno(
      "\x1b[0m\x1b[32mok\x1b[0m | 7 passed | 0 failed | 2 ignored \x1b[90m(9ms)\x1b[0m",
    ),
  });

  assertEquals(lastLine, "7 passed, 0 failed");
  assertEquals(code, 0);
});

Deno.test(".ci/run is not misled by what a test prints", async () => {
  const { code, lastLine } = await run({
    deno: fakeDeno(
      "ok | 99 passed | 0 failed (1s)\nFAILED | 4 passed | 1 failed (1 step) (2s)\nlater output",
      1,
    ),
  });

  assertEquals(lastLine, "4 passed, 1 failed");
  assertEquals(code, 1);
});

Deno.test(".ci/run fails when tests failed and the gate says otherwise", async () => {
  const { code } = await run({
    deno: fakeDeno("FAILED | 4 passed | 1 failed (2s)"),
  });

  assertEquals(code, 1);
});

Deno.test(".ci/run fails when the gate fails after its tests passed", async () => {
  const { code, lastLine, output } = await run({
    deno: fakeDeno("ok | 5 passed | 0 failed (2s)\nerror: publish", 1),
  });

  assertEquals(lastLine, "5 passed, 0 failed");
  assertEquals(code, 1);
  assert(output.includes('"deno task ok" failed'), output);
  assert(output.includes("error: publish"), output);
});

Deno.test(".ci/run counts the tests when the gate failed before them", async () => {
  const bare = fakeTask("demo", "the tree") + "\n" +
    fakeTask("test", "ok | 3 passed | 0 failed (1s)");
  const { code, lastLine, output } = await run({
    deno: fakeDeno("error: Found 1 not formatted file", 1, undefined, bare),
  });

  // Those of the bare machine; the gate is a failure of its own.
  assertEquals(lastLine, "3 passed, 1 failed");
  assertEquals(code, 1);
  assert(output.includes("not formatted"), output);
});

Deno.test(".ci/run tries the demo and then the tests with an empty DENO_DIR, and the gate with its own", async () => {
  const { code, lastLine, output } = await run({
    deno: `
echo "$2 in \${DENO_DIR-its own}, where there is" "\${DENO_DIR:+$(cat "$DENO_DIR/it")}"
case "$2" in
  demo) mkdir "$DENO_DIR"; echo "what demo left" > "$DENO_DIR/it" ;;
  *) echo "ok | 2 passed | 0 failed (1s)" ;;
esac`,
  });

  assertEquals([code, lastLine], [0, "10 passed, 0 failed"]);
  assertMatch(output, /^demo in (.*)\/empty, where there is \n/m);
  assertMatch(output, /^test in (.*)\/empty, where there is what demo left\n/m);
  assertMatch(output, /^ok in its own/m);
  assertMatch(output, /^bench in its own/m);
  assertMatch(output, /^site in its own/m);
  assertMatch(output, /^e2e in its own/m);
});

Deno.test(".ci/run fails where the demo does on a bare machine", async () => {
  const { code, lastLine, output } = await run({
    deno: fakeDeno(
      "ok | 5 passed | 0 failed (2s)",
      0,
      undefined,
      fakeTask("demo", "no network", 1) + "\n" + fakeTask("test", NONE),
    ),
  });

  assertEquals([code, lastLine], [1, "5 passed, 1 failed"]);
  assert(output.includes('deno task demo && deno task test" failed'), output);
});

Deno.test(".ci/run fails when no test ran", async () => {
  const { code, lastLine } = await run({
    deno: fakeDeno("ok | 0 passed | 0 failed (0ms)"),
  });

  assertEquals(lastLine, "0 passed, 0 failed");
  assertEquals(code, 1);
});

Deno.test(".ci/run adds the numbers of its stages", async () => {
  const e2e = fakeTask("e2e", "FAILED | 30 passed | 2 failed (2m1s)", 1);
  const { code, lastLine } = await run({
    deno: fakeDeno("ok | 12 passed | 0 failed (1s)", 0, e2e),
  });

  assertEquals(lastLine, "42 passed, 2 failed");
  assertEquals(code, 1);
});

Deno.test(".ci/run counts what the end-to-end tests lack for a failure", async () => {
  const e2e = fakeTask("e2e", "e2e: Cannot build Jaeger: it takes Go", 1);
  const { code, lastLine, output } = await run({
    deno: fakeDeno("ok | 12 passed | 0 failed (1s)", 0, e2e),
  });

  assertEquals(lastLine, "12 passed, 1 failed");
  assertEquals(code, 1);
  assert(output.includes("Cannot build Jaeger"), output);
});

Deno.test(".ci/run opens the site's pages after the gate and counts them", async () => {
  const { code, lastLine, output } = await run({
    deno: fakeTask("site", "FAILED | 25 passed | 3 failed (2m1s)", 1) + "\n" +
      fakeDeno("ok | 12 passed | 0 failed (1s)"),
  });

  assertEquals([code, lastLine], [1, "37 passed, 3 failed"]);
  assertMatch(output, /^== deno task ok$[^]*^== deno task site$/m);
});

Deno.test(".ci/run runs each benchmark once after the gate, and counts them", async () => {
  const { code, lastLine, output } = await run({
    deno: fakeTask("bench --smoke", "FAILED | 40 passed | 1 failed (61s)", 1) +
      "\n" + fakeDeno("ok | 12 passed | 0 failed (1s)"),
  });

  assertEquals([code, lastLine], [1, "52 passed, 1 failed"]);
  assertMatch(
    output,
    /^== deno task ok$[^]*^== timeout \d+ deno task bench --smoke$/m,
  );
});

Deno.test(".ci/run fails where the benchmarks do not come to an end", async () => {
  const { code, lastLine, output } = await run({
    // What it is bounded by has killed it.
    timeout: "exit 124",
    deno: fakeDeno("ok | 12 passed | 0 failed (1s)"),
  });

  assertEquals([code, lastLine], [1, "12 passed, 1 failed"]);
  assert(output.includes('bench --smoke" failed'), output);
});

Deno.test(".ci/run installs Chromium where it is missing, and only there", async () => {
  const deno = fakeDeno("ok | 12 passed | 0 failed (1s)");
  const aptGet = 'echo "apt-get $*"';
  const missing = await run({ deno, "apt-get": aptGet });
  const there = await run({ deno, "apt-get": aptGet, chromium: "" });

  assertMatch(missing.output, /^apt-get update\napt-get install -y chromium$/m);
  assertEquals([missing.code, there.code], [0, 0]);
  assert(!there.output.includes("apt-get"), there.output);
});

Deno.test(".ci/run says so when Chromium cannot be installed, and goes on", async () => {
  const { code, lastLine, output } = await run({
    deno: fakeTask("site", "site: Cannot find Chromium: install it", 1) + "\n" +
      fakeDeno("ok | 12 passed | 0 failed (1s)"),
    "apt-get": "exit 100",
  });

  assertEquals([code, lastLine], [1, "12 passed, 1 failed"]);
  assert(output.includes("Chromium could not be installed with apt-get"));
});

Deno.test(".ci/run fails when there is no summary", async () => {
  const { code, lastLine, output } = await run({ deno: fakeDeno("all well") });

  assertEquals(lastLine, "0 passed, 1 failed");
  assertEquals(code, 1);
  assert(output.includes("reported no test summary"), output);
});

Deno.test(".ci/run installs Deno where it is missing", async () => {
  const { code, lastLine } = await run({
    npm: `[[ "$*" == *"--global"* ]] || exit 1
${installFake("$FAKES/deno")}`,
  });

  assertEquals(lastLine, "2 passed, 0 failed");
  assertEquals(code, 0);
});

Deno.test(".ci/run installs Deno for itself where it may not install globally", async () => {
  const { code, lastLine } = await run({
    npm: `[[ "$*" == *"--global"* ]] && exit 243
while [[ "$1" != "--prefix" ]]; do shift; done
mkdir -p "$2/node_modules/.bin"
${installFake("$2/node_modules/.bin/deno")}`,
  });

  assertEquals(lastLine, "2 passed, 0 failed");
  assertEquals(code, 0);
});

Deno.test(".ci/run says so and fails when Deno cannot be installed", async () => {
  const { code, lastLine, output } = await run({ npm: "exit 1" });

  assertEquals(lastLine, "0 passed, 0 failed");
  assertEquals(code, 1);
  assert(output.includes("Deno could not be installed"), output);
});
