import { assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { isAlive } from "../../_helpers/is_alive.ts";

const PROGRAM = fileURLToPath(import.meta.resolve("./_fake_bench.ts"));

/** Starts `deno task bench` with suites that measure nothing. */
function start(args: string[], folder: string, env = {}): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--lock=deno.lock", "--frozen", "-A", PROGRAM]
      .concat(args),
    env: { ...env, TMPDIR: folder, INIT_CWD: folder, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** What it came to. */
async function ended(child: Deno.ChildProcess) {
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

/** Runs it in a folder of its own; returns what it left there too. */
async function run(...args: string[]) {
  const folder = await Deno.makeTempDir();
  try {
    const outcome = await ended(start(args, folder));
    const files: Record<string, string> = {};
    for await (const { name } of Deno.readDir(folder)) {
      files[name] = await Deno.readTextFile(`${folder}/${name}`);
    }
    return { ...outcome, files };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("benchMain() runs the suites that are named, as often as asked", async () => {
  const args = ["--rounds", "2", "second", "--only", "first"];
  const { code, out, err, files } = await run(...args, "--json", "all.json");
  assertEquals(code, 0, err);
  assertMatch(
    err,
    /^1\/2 first\n2\/2 second\nEvery value is in .*all\.json\n$/,
  );
  assertMatch(
    out,
    /^Fake \(first\)\nNothing is measured\. .* each way ran 2 times\.$/m,
  );
  assertMatch(
    out,
    /^CPU, ms +median .*\n {2}a +1 +1–1 +1\.00\n {2}b +3 +3–3 +3\.00$/m,
  );
  const { "all.json": json = "", ...others } = files;
  assertEquals(others, {});
  const { date, machine, packages, suites } = JSON.parse(json);
  assertMatch(date, /^\d{4}-\d\d-\d\d$/);
  assertEquals(Object.keys(machine), [
    "cpu",
    "cores",
    "memoryGB",
    "os",
    "deno",
  ]);
  assertEquals(packages, { other: "1.2.3" });
  const ways = suites.map((suite: { ways: unknown }) => suite.ways);
  assertEquals(ways, [
    [
      { name: "a", values: { cpu: [1, 1] } },
      { name: "b", values: { cpu: [3, 3] } },
    ],
    [{ name: "a", values: { cpu: [1, 1] } }],
  ]);
});

Deno.test("benchMain() is one line and exit code 1 where a way fails", async () => {
  const { code, out, err, files } = await run("broken", "--json", "all.json");
  assertEquals(
    [code, out, err],
    [
      1,
      "",
      '1/1 broken\nCannot measure "broken: a": "cpu" is no number in {}\n',
    ],
  );
  assertEquals(files, {});
});

Deno.test("benchMain() is one line and exit code 2 where a suite is unknown", async () => {
  const { code, err } = await run("thirst");
  assertEquals([code, err], [
    2,
    'bench: Cannot run "thirst": the suites are first, second, broken, unprepared, hanging\n',
  ]);
  const rounds = await run("--rounds", "0");
  assertEquals(rounds.code, 2);
});

Deno.test("benchMain() lists the suites", async () => {
  const { code, out } = await run("--list", "second", "unprepared");
  assertEquals([code, out], [0, "  second      Fake\n  unprepared  Fake\n"]);
});

Deno.test("benchMain() counts each way of a smoke run, and goes on after one that fails", async () => {
  const { code, out, err } = await run(
    ...["--smoke", "first", "broken", "unprepared", "second"],
  );
  assertEquals(code, 1);
  assertEquals(
    out.replace(/\d+s\)/, "1s)"),
    `\
first: a ... ok
first: b ... ok
second: a ... ok
broken: a ... FAILED
broken: b ... ok
unprepared: preparation ... FAILED

FAILED | 4 passed | 2 failed (1s)
`,
  );
  assertEquals(
    err,
    `\
Cannot measure "broken: a": "cpu" is no number in {}
Cannot measure "unprepared: preparation": it ended with 1
`,
  );
  const fine = await run("--smoke", "second");
  assertEquals(fine.code, 0);
  assertMatch(fine.out, /^ok \| 1 passed \| 0 failed \(\d+s\)\n$/m);
});

for (const smoke of [[], ["--smoke"]]) {
  const what = smoke.length > 0 ? " in a smoke run" : "";
  Deno.test(`benchMain() ends all it started at Ctrl-C${what}, and leaves no file`, async () => {
    const folder = await Deno.makeTempDir();
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const child = start([...smoke, "hanging"], folder, {
      TOLD: `${listener.addr.port}`,
    });
    const outcome = ended(child);
    const pids: string[] = [];
    // Where it does not end by itself, the test fails and leaves nothing.
    const killAll = () => [`${child.pid}`, ...pids].filter(runs).forEach(kill);
    const timer = setTimeout(killAll, 30_000);
    try {
      using connection = await listener.accept();
      const told = new Uint8Array(100);
      const length = await connection.read(told) ?? 0;
      const said = new TextDecoder().decode(told.subarray(0, length));
      pids.push(...said.trim().split(" "));
      assertEquals([...Deno.readDirSync(folder)].length, 1);

      child.kill("SIGINT");
      const { code, err } = await outcome;
      assertEquals(code, 130, err);
      assertEquals([...Deno.readDirSync(folder)], []);
      await gone(pids);
    } finally {
      killAll();
      clearTimeout(timer);
      await outcome;
      await Deno.remove(folder, { recursive: true });
    }
  });
}

function kill(pid: string): void {
  Deno.kill(Number(pid), "SIGKILL");
}

/** Waits until no process of these is left that runs. */
async function gone(pids: readonly string[]): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (pids.some(runs) && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve));
  }
  assertEquals(pids.filter(runs), []);
}

/** Whether a process runs; one that nobody has waited for does not. */
function runs(pid: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    return !/\) Z /.test(Deno.readTextFileSync(`/proc/${pid}/stat`));
  } catch {
    return false;
  }
}
