import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { assertContract } from "../_helpers/contract.ts";
import { otlpSpans } from "../_helpers/otlp_spans.ts";
import { Folder, runCommand } from "./_command.ts";

const COLOR = "\x1b[";

/** A count as the table writes it. */
function number(text = ""): number {
  return Number(text.replaceAll(",", ""));
}

/** What a page shows of the demo, whose requests are the same each time. */
function shownOn(page: string): string {
  const text = Deno.readTextFileSync(
    new URL(`../../${page}`, import.meta.url),
  );
  return /<!-- demo-output -->\n+```text\n(.*?)```/s.exec(text)?.[1] ?? "";
}

/** The lines of an output, but for what was left out of it and the times. */
function withoutTimes(output: string): string[] {
  return output.split("\n").filter((line) => !line.endsWith("…"))
    .map((line) => line.replaceAll(/\d+(\.\d+)? m?s\b/g, "TIME"));
}

Deno.test("demo prints the answer, the tree, and which turn's prompt was largest", async () => {
  using folder = new Folder();
  const { code, stdout, stderr } = await runCommand([], {
    task: "demo",
    cwd: folder.path,
  });
  assertEquals(code, 0, stderr);
  assertMatch(stdout, /^Condenser fouling on Chiller 6 since 2026-06-12\.\n/);
  assertStringIncludes(stdout, "\nagent.run plan_execute  ");
  assertMatch(stdout, /\n├─ tools\/list iot {2}/);
  assertMatch(stdout, /\n│ {2}└─ tool\.call iot\/history {2}/);
  const [line, tokens = ""] =
    /\nTurn \d+ of plan_execute sent the largest prompt: ([\d,]+) tokens, .* more than turn \d+; iot\/history made it grow \([\d,]+ tokens, \d+ % of it\)\.\nOver its run iot\/history came to [\d,]+ of [\d,]+ input tokens \(\d+ %\), in 3 of 10 turns\.\n$/
      .exec(stdout) ?? [];
  assert(line !== undefined, stdout);
  assert(Number(tokens.replace(",", "")) > 14_000);
  const lines = withoutTimes(stdout);
  for (const page of ["README.md", "docs/quick-start.md"]) {
    const shown = withoutTimes(shownOn(page));
    assert(shown.length > 10, page);
    assertEquals(shown.filter((line) => !lines.includes(line)), [], page);
  }
  assert(!(stdout + stderr).includes(COLOR));
  assertStringIncludes(stderr, "The model is scripted");
  assertStringIncludes(stderr, "prompts and results are in the trace too");
  const file = folder.read(".turnspan/demo.jsonl");
  assertStringIncludes(file, "gen_ai.input.messages");
  const spans = otlpSpans(file);
  assertContract(spans);
  assertEquals(
    stdout.match(/^[├└│ ─]*(agent|chat|tool|POST)/gm)?.length,
    spans.length,
  );
});

Deno.test("demo --all compares the runners, and says first what it downloads", async () => {
  using folder = new Folder();
  const { code, stdout, stderr } = await runCommand(["--all"], {
    task: "demo",
    cwd: folder.path,
    env: {
      OTEL_TRACES_FILE: "mine.jsonl",
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "false",
    },
  });
  assertEquals(code, 0, stderr);
  assertMatch(stderr, /^Running every runner\. .* downloaded first: .* MB/);
  // The other commands say the same by themselves, and were told not to.
  assertEquals(stderr.match(/The model is scripted/g)?.length, 1);
  assertEquals(stdout.match(/(?<=^|\n\n)── .*(?= ──\n\n)/g), [
    "── plan_execute, 1 of 4",
    "── claude_agent, 2 of 4",
    "── openai_agent, 3 of 4",
    "── deep_agent, 4 of 4",
    "── side by side",
  ]);
  assertEquals(folder.names, ["mine.jsonl"]);
  const file = folder.read("mine.jsonl");
  assert(!file.includes("gen_ai.input.messages"));
  assertEquals(stdout.match(/^Condenser fouling on Chiller 6/gm)?.length, 4);
  assertEquals(stdout.match(/^agent\.run \w+/gm), [
    "agent.run plan_execute",
    "agent.run claude_agent",
    "agent.run openai_agent",
    "agent.run deep_agent",
  ]);
  const [, table = ""] = stdout.split("\nRUNNER ");
  const rows = table.trimEnd().split("\n").slice(1);
  const runs = otlpSpans(file).filter(({ name }) => name === "agent.run");
  assertEquals(rows.length, runs.length);
  for (const [place, { attributes }] of runs.entries()) {
    const [runner, turns, toolCalls, tokensIn, tokensOut, largest] =
      rows[place]!.split(/ {2,}/);
    assertEquals(
      [runner, ...[turns, toolCalls, tokensIn, tokensOut, largest].map(number)],
      [
        attributes["agent.runner"],
        attributes["agent.turns"],
        attributes["agent.tool_calls"],
        attributes["agent.usage.input_tokens"],
        attributes["agent.usage.output_tokens"],
        attributes["agent.prompt.max_tokens"],
      ],
    );
    assertMatch(rows[place]!, / {2}iot\/history [\d.]+ kB in turn \d+$/);
  }
});

Deno.test("demo --all goes on with the others where one fails", async () => {
  using folder = new Folder();
  folder.write("taken", "");
  const { code, stdout, stderr } = await runCommand(["--all", "Hello"], {
    task: "demo",
    cwd: folder.path,
    // A child cannot write there, and says so before it starts.
    env: { AGENT_TRAJECTORY_DIR: "taken/below" },
  });
  assertEquals(code, 1);
  assertEquals(
    stderr.match(/^demo: Cannot run "[a-z-]+": it ended with exit code 2/gm)
      ?.length,
    3,
    stderr,
  );
  assertMatch(stdout, /\nRUNNER .*\nplan_execute [^\n]*\n$/);
});

Deno.test("demo leaves the trace of an earlier demo in its file", async () => {
  using folder = new Folder();
  const init = { task: "demo", cwd: folder.path } as const;
  const first = await runCommand(["Which sites are there?"], init);
  const second = await runCommand([], init);
  assertEquals([first.code, second.code], [0, 0]);
  const runs = otlpSpans(folder.read(".turnspan/demo.jsonl"))
    .filter(({ name }) => name === "agent.run");
  assertEquals(runs.length, 2);
  // The second one shows only its own.
  assertEquals(second.stdout.match(/^agent\.run/gm)?.length, 1);
});

Deno.test("demo runs from a folder whose name is no URL's", async () => {
  using folder = new Folder();
  const clone = `${folder.path}/my clone #1`;
  Deno.symlinkSync(fileURLToPath(import.meta.resolve("../../")), clone);
  const { code, stderr } = await runCommand([], {
    task: "demo",
    cwd: folder.path,
    flags: (flags) =>
      flags.map((flag) => flag.replace("cli/demo.ts", `${clone}/cli/demo.ts`)),
  });
  assertEquals(code, 0, stderr);
});

Deno.test("demo answers also where a variable keeps the trace away", async () => {
  const variables = [
    ["OTEL_SDK_DISABLED", "true"],
    ["OTEL_TRACES_SAMPLER", "always_off"],
    ["OTEL_TRACES_FILE", "taken/below"],
  ] as const;
  for (const [name, value] of variables) {
    using folder = new Folder();
    folder.write("taken", "");
    const { code, stdout, stderr } = await runCommand([], {
      task: "demo",
      cwd: folder.path,
      env: { [name]: value },
    });
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /^Condenser fouling on Chiller 6/);
    assertMatch(stderr, /^demo: no trace to show: [^\n]+\n$/m);
  }
});

Deno.test("demo joins the trace that it was started in", async () => {
  using folder = new Folder();
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const { code } = await runCommand([], {
    task: "demo",
    cwd: folder.path,
    env: { TRACEPARENT: `00-${traceId}-b7ad6b7169203331-01` },
  });
  assertEquals(code, 0);
  const run = otlpSpans(folder.read(".turnspan/demo.jsonl")).find(({ name }) =>
    name === "agent.run"
  );
  assertEquals(run?.spanContext().traceId, traceId);
  assertEquals(run?.parentSpanContext?.spanId, "b7ad6b7169203331");
});
