import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { calls, plans, replies, says } from "../_helpers/replies.ts";
import { Folder, printedResult, runCommand } from "./_command.ts";
import { run } from "./_run.ts";

const DEMO = ["--model-id", "demo"];

Deno.test("each command takes an empty question as none", async () => {
  using folder = new Folder();
  folder.servers({});
  const blank = ["", " ", "\n\t", "\u00a0", "\ufeff", "\u200b"];
  const runner = ["plan-execute", "deep-agent", "claude-agent"] as const;
  for (const task of [...runner, "openai-agent", "demo"] as const) {
    const flags = task === "demo" ? [] : DEMO;
    // A process each: all of them are for the one that starts soonest.
    for (const question of task === "plan-execute" ? blank : ["", "\n"]) {
      const { code, stdout, stderr } = await runCommand([...flags, question], {
        task,
        cwd: folder.path,
      });
      assertEquals([code, stdout, stderr], [
        2,
        "",
        `${task}: Cannot ask an empty question; see --help\n`,
      ]);
    }
  }
  for (const stdin of ["", "\n\n", " \u200b"]) {
    const read = await runCommand([...DEMO, "-"], { stdin, cwd: folder.path });
    assertEquals([read.code, read.stderr], [
      2,
      "plan-execute: Cannot read the question: stdin is empty\n",
    ]);
  }
});

Deno.test("plan-execute prints whole milliseconds and the question with --json", async () => {
  using folder = new Folder();
  const init = { env: { AGENT_TRAJECTORY_DIR: "." } };
  const args = ["--json", "--run-id", "r", " Say hello\n"];
  const printed = await run(folder, args, init);
  const result = printedResult(printed);
  assertEquals(result.question, "Say hello");
  const timed = [
    result,
    ...result.trajectory.turns,
    ...result.trajectory.turns.flatMap(({ toolCalls }) => toolCalls),
  ];
  assertEquals(timed.length, 5);
  for (const { durationMs } of timed) assert(Number.isInteger(durationMs));
  assertEquals(JSON.parse(folder.read("r.json")), result);
});

Deno.test("plan-execute keeps what a tool was sent as it was, fractions too", async () => {
  using folder = new Folder();
  const input = { text: "t", durationMs: 1.5 };
  const printed = await run(folder, ["--json", "Say hello"], {
    handler: replies(
      plans({ tool: "echo", server: "tools" }),
      calls(["echo", input]),
      says("done"),
    ),
  });
  const [, step] = printedResult(printed).trajectory.turns;
  assertEquals(step?.toolCalls[0]?.input, input);
});

Deno.test("plan-execute takes --model-id demo in a folder with no mcp.json", async () => {
  using folder = new Folder();
  const question = "Why is Chiller 6 drawing more power?";
  const init = { cwd: folder.path };
  const { code, stdout, stderr } = await runCommand([...DEMO, question], init);
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "Condenser fouling on Chiller 6");
  assertStringIncludes(stderr, "no mcp.json here, so the servers are the demo");
  assertEquals(folder.names, []);
  // One that is named is meant, and so is one that is there.
  const named = await runCommand(
    [...DEMO, "--mcp-config", "mcp.json", question],
    init,
  );
  assertEquals(named.code, 2);
  folder.write("mcp.json", "nonsense");
  const broken = await runCommand([...DEMO, question], init);
  assertEquals(broken.code, 2);
  for (const { stderr } of [named, broken]) {
    assertMatch(stderr, /^plan-execute: Cannot use "[^"]*mcp.json": [^\n]+\n$/);
  }
});

Deno.test("plan-execute says of a trajectory's folder what it is", async () => {
  using folder = new Folder();
  folder.servers({});
  const file = folder.write("file", "");
  Deno.symlinkSync("/dev/full", `${folder.path}/link`);
  const device =
    'Deno opens "/dev/full" with --allow-all only; name another place';
  for (
    const [path, reason] of [
      [file, "it is not a folder"],
      ["/dev/full", device],
      [`${folder.path}/link`, "it is not a folder"],
    ] as const
  ) {
    const { code, stderr } = await runCommand([...DEMO, "Why?"], {
      cwd: folder.path,
      env: { AGENT_TRAJECTORY_DIR: path },
    });
    assertEquals([code, stderr], [
      2,
      `plan-execute: Cannot write to AGENT_TRAJECTORY_DIR="${path}": ${reason}\n`,
    ]);
  }
});

Deno.test("turns is like the other commands: its version, its name before an error", async () => {
  using folder = new Folder();
  const init = { task: "turns", cwd: folder.path } as const;
  for (const flag of ["--version", "-V"]) {
    const own = await runCommand([flag], init);
    const other = await runCommand([flag]);
    assertEquals(own, other);
  }
  folder.write("empty.jsonl", "");
  folder.write("text.jsonl", "no trace\nat all\n");
  for (
    const [args, code] of [
      [[], 1],
      [["missing.jsonl"], 2],
      [["empty.jsonl"], 1],
      [["text.jsonl"], 2],
      [["empty.jsonl", "--run", "x"], 1],
      [["--nope"], 2],
      [["--tree"], 2],
    ] as const
  ) {
    const result = await runCommand(args, init);
    assertEquals([result.code, result.stdout], [code, ""]);
    const lines = result.stderr.split("\n");
    assert(
      lines.some((line) => /^turns: \S/.test(line)),
      `${args}: ${result.stderr}`,
    );
  }
});

Deno.test("turns says of a device why it is not read", async () => {
  for (const path of ["/dev/full", "/dev/stdin", "/proc/self/fd/0"]) {
    const { code, stderr } = await runCommand([path], { task: "turns" });
    assertEquals([code, stderr], [
      2,
      `turns: Cannot read traces from "${path}": Deno opens it with --allow-all only; name a file elsewhere\n`,
    ]);
  }
});

Deno.test("turns --help shows its examples as they are typed", async () => {
  const { stdout } = await runCommand(["--help"], { task: "turns" });
  for (
    const line of [
      "  deno task turns",
      "  deno task turns --run 3f2a --tree",
      "  deno run --allow-read --allow-env jsr:@turnspan/turnspan/turns",
    ]
  ) {
    assert(stdout.split("\n").includes(line), stdout);
  }
});
