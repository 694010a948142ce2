import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Clone } from "../_helpers/clone.ts";
import { isAlive } from "../_helpers/is_alive.ts";
import { Folder, outcome, runCommand, startCommand } from "./_command.ts";

const TASKS = ["litellm", "jaeger", "e2e"] as const;

for (const task of TASKS) {
  Deno.test(`${task} --help says what it does and how it ends`, async () => {
    const { code, stdout, stderr } = await runCommand(["--help"], { task });

    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    assertStringIncludes(stdout, `Usage: ${task}`);
    assertStringIncludes(stdout, "Exit codes:");
  });

  Deno.test(`${task} refuses a flag that it does not know`, async () => {
    const { code, stdout, stderr } = await runCommand(["--prot"], { task });

    assertEquals({ code, stdout }, { code: 2, stdout: "" });
    assertMatch(stderr, /unknown option '--prot'/);
  });
}

Deno.test("litellm refuses a configuration that there is not", async () => {
  const args = ["--config", "none.yaml"];
  const { code, stderr } = await runCommand(args, { task: "litellm" });

  assertEquals(code, 2);
  assertEquals(
    stderr,
    'litellm: Cannot use --config "none.yaml": there is no such file\n',
  );
});

Deno.test("e2e refuses a runner that there is not, and names those there are", async () => {
  const args = ["--runner", "deep"];
  const { code, stderr } = await runCommand(args, { task: "e2e" });

  assertEquals(code, 2);
  assertMatch(stderr, /'deep' is invalid\. Allowed choices are .*deep-agent/);
});

const NO_PYTHON =
  "Cannot install LiteLLM: it takes Python 3.10 to 3.13 with its venv module, and there is none on the PATH; get one with `apt-get install python3-venv` (Debian, Ubuntu) or `brew install python@3.13` (macOS)\n";

/** What is said where Go is missing, or another than that. */
function noGo(found: string): string {
  return `Cannot build Jaeger: it takes Go 1.21 or newer, and ${found} on the PATH; get it from https://go.dev/dl, or with \`apt-get install golang\` (Debian 13, Ubuntu 24.04) or \`brew install go\` (macOS)\n`;
}

Deno.test("what is missing is one line that says how to get it", async (t) => {
  using clone = await Clone.make();
  using programs = new Folder();
  const run = (task: typeof TASKS[number]) =>
    runCommand([], { task, root: clone.path, env: { PATH: programs.path } });

  await t.step("Python", async () => {
    const { code, stdout, stderr } = await run("litellm");
    assertEquals({ code, stdout }, { code: 1, stdout: "" });
    assertEquals(stderr, `litellm: ${NO_PYTHON}`);
  });

  await t.step("a Python that fits", async () => {
    // What an older one, or one with no venv, does with the probe.
    programs.program("python3", "exit 1");
    const { code, stderr } = await run("litellm");
    assertEquals(code, 1);
    assertEquals(stderr, `litellm: ${NO_PYTHON}`);
  });

  await t.step("Go", async () => {
    const { code, stdout, stderr } = await run("jaeger");
    assertEquals({ code, stdout }, { code: 1, stdout: "" });
    assertEquals(stderr, `jaeger: ${noGo("there is none")}`);
  });

  await t.step("a Go that is new enough", async () => {
    programs.program("go", "echo go version go1.20.3 linux/amd64");
    const { code, stderr } = await run("jaeger");
    assertEquals(code, 1);
    assertEquals(stderr, `jaeger: ${noGo("go1.20 is what there is")}`);
  });

  await t.step("either fails the end-to-end tests", async () => {
    const { code, stdout, stderr } = await run("e2e");
    assertEquals({ code, stdout }, { code: 1, stdout: "" });
    assertMatch(stderr, /^All logs are kept in .*\n/);
    assertMatch(
      stderr,
      /\ne2e: Cannot (install LiteLLM|build Jaeger): it takes /,
    );
  });
});

Deno.test("an installation that fails is an error with the end of its log", async () => {
  using clone = await Clone.make();
  using programs = new Folder();
  programs.program(
    "python3",
    `case "$1" in -c) echo 3.11;; *) echo no space left >&2; exit 1;; esac`,
  );

  const { code, stdout, stderr } = await runCommand([], {
    task: "litellm",
    root: clone.path,
    env: { PATH: `${programs.path}:${Deno.env.get("PATH")}` },
  });

  assertEquals({ code, stdout }, { code: 1, stdout: "" });
  assertMatch(stderr, /^Installing LiteLLM, 700 MB\. The log is .*\.log\n/);
  assertMatch(
    stderr,
    /\nlitellm: Cannot install LiteLLM: "python3 -m venv .*" ended with exit code 1\. The end of .*:\nno space left\n$/,
  );
});

Deno.test("what takes minutes says before how many, and what there is then", async (t) => {
  using clone = await Clone.make();
  using programs = new Folder();
  const stop = "echo stopped >&2; exit 1";
  programs.program(
    "go",
    `case "$1" in version) echo go1.26;; *) ${stop};; esac`,
  );
  programs.program("python3", `case "$1" in -c) echo 3.11;; *) ${stop};; esac`);
  const before = async (task: typeof TASKS[number]) => {
    const { stderr } = await runCommand([], {
      task,
      root: clone.path,
      env: { PATH: `${programs.path}:${Deno.env.get("PATH")}` },
    });
    return stderr.split(`\n${task}: Cannot `)[0] ?? "";
  };

  await t.step("jaeger", async () => {
    const said = await before("jaeger");
    assertMatch(
      said,
      /^Building Jaeger, about 5 minutes on two cores\. .*\.log\n/,
    );
    assertStringIncludes(said, "Only the first time");
    assertStringIncludes(said, "answers at http://127.0.0.1:16686, or at free");
    assertStringIncludes(said, "Its page there will be a placeholder");
  });

  await t.step("litellm", async () => {
    const said = await before("litellm");
    assertStringIncludes(said, "takes a minute or two, only the first time");
    assertStringIncludes(
      said,
      "answers at\nhttp://127.0.0.1:4000, or at a free",
    );
  });
});

Deno.test("Ctrl-C during an installation stops it, and the next one begins anew", async () => {
  using clone = await Clone.make();
  using programs = new Folder();
  const pidFile = `${programs.path}/pid`;
  programs.program(
    "python3",
    `case "$1" in -c) echo 3.11;; *) echo $$ > ${pidFile}.new; mv ${pidFile}.new ${pidFile}; exec sleep 1000;; esac`,
  );
  using watcher = Deno.watchFs(programs.path);

  const child = startCommand([], {
    task: "litellm",
    root: clone.path,
    env: { PATH: `${programs.path}:${Deno.env.get("PATH")}` },
  });
  for await (const { paths } of watcher) {
    if (paths.includes(pidFile)) break;
  }
  const pid = await Deno.readTextFile(pidFile);
  child.kill("SIGINT");

  assertEquals((await outcome(child)).code, 130);
  assertEquals(isAlive(pid), false);
  const built = `${clone.path}/.turnspan/litellm/venv/built`;
  assertEquals(await Deno.stat(built).catch(() => undefined), undefined);
});
