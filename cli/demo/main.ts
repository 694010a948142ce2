import { fileURLToPath } from "node:url";
import { cancelOnInterrupt, initTracing } from "@turnspan/turnspan";
import { loadMcpConfig } from "@turnspan/turnspan/mcp";
import { runCommand } from "../../command_line/run_command.ts";
import metadata from "../../deno.json" with { type: "json" };
import type { AgentResult } from "../../runners/shared/agent_result.ts";
import { planExecute } from "../../runners/plan_execute.ts";
import type { Runner } from "../../runners/shared/runner.ts";
import {
  drawTree,
  explainTurns,
  FileSource,
  loadRun,
  type RunTrace,
} from "../../turns/main.ts";
import { type ComparedRun, drawComparison } from "./_comparison.ts";
import { askedQuestion } from "../shared/asked_question.ts";
import { demoModel } from "../shared/demo_model.ts";
import { RUNNER_PROGRAMS, runProgram } from "./_runner_program.ts";
import { runShown } from "../shared/run_shown.ts";
import { err, out, outAnswer, personsPath } from "../shared/terminal.ts";
import { DEMO_COMMAND, DEMO_QUESTION } from "./command.ts";

/** Where the traces go unless `OTEL_TRACES_FILE` says otherwise. */
const TRACES_FILE = ".turnspan/demo.jsonl";

const CAPTURE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

/** Runs the demo to its end. */
export function demoMain(args: readonly string[]): Promise<number> {
  return runCommand(
    DEMO_COMMAND,
    args,
    ({ all }, [question = DEMO_QUESTION]) => demo(askedQuestion(question), all),
  );
}

async function demo(question: string, all: boolean): Promise<number> {
  const file = setUp();
  using interrupt = cancelOnInterrupt();
  if (all) err(whatAllDownloads());
  const runs: (() => Promise<AgentResult>)[] = [
    () => run(planExecute, question, interrupt.signal),
    ...(all ? RUNNER_PROGRAMS : []).map((program) => () =>
      runProgram(program, question, interrupt)
    ),
  ];
  const compared: ComparedRun[] = [];
  for (const run of runs) {
    if (interrupt.signal.aborted) break;
    try {
      const result = await run();
      compared.push({ result, trace: await printRun(result, file) });
    } catch (error) {
      // A runner that was interrupted prints no result: that is no error.
      if (interrupt.signal.aborted) break;
      // Where one cannot be started, the others still can.
      err(`demo: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (all) out(`\n${drawComparison(compared, tableOptions())}`);
  if (compared.some(({ trace }) => trace !== undefined)) {
    err(`\nThe trace is in ${file}. More: deno task turns`);
  }
  const answered = compared.filter(({ result }) => result.error === undefined);
  return interrupt.exitCode ?? (answered.length === runs.length ? 0 : 1);
}

function whatAllDownloads(): string {
  const each = RUNNER_PROGRAMS.map(({ runner, megabytes }) =>
    `${runner} up to ${megabytes} MB`
  );
  return `Running every runner. What is not here yet is downloaded first: ${
    each.join(", ")
  }.`;
}

/** Turns on tracing to a file, and content, unless the environment decides. */
function setUp(): string {
  const file = personsPath(Deno.env.get("OTEL_TRACES_FILE") || TRACES_FILE);
  Deno.env.set("OTEL_TRACES_FILE", file);
  if (!Deno.env.get(CAPTURE)) {
    Deno.env.set(CAPTURE, "true");
    err("The data is made up, so prompts and results are in the trace too.");
  }
  return file;
}

async function run(
  runner: Runner,
  question: string,
  signal: AbortSignal,
): Promise<AgentResult> {
  await using _tracing = await initTracing("demo", {
    serviceVersion: metadata.version,
  });
  await using model = await demoModel(runner);
  return await runShown(runner, question, {
    model: model.endpoint,
    mcp: await loadMcpConfig(
      fileURLToPath(import.meta.resolve("../../mcp.json")),
    ),
    signal,
    verbose: false,
  });
}

/** Prints the answer, the tree, and the line that answers the question. */
async function printRun(
  result: AgentResult,
  file: string,
): Promise<RunTrace | undefined> {
  const { answer, error, runId } = result;
  if (error === undefined) outAnswer(`${answer}\n`);
  else err(`demo: ${error.message}`);
  const trace = await load(runId, file);
  if (trace === undefined) return undefined;
  const { spans, turns } = trace;
  const { color } = tableOptions();
  out(`${drawTree(spans, { color })}\n`);
  out(explainTurns(turns));
  return trace;
}

/** How things are drawn: for the terminal that there is, if any. */
function tableOptions(): {
  readonly color: boolean;
  readonly columns?: number;
} {
  if (!Deno.stdout.isTerminal()) return { color: false };
  return {
    color: !Deno.env.get("NO_COLOR"),
    columns: Deno.consoleSize().columns,
  };
}

/** Reads the trace back. A variable may have turned it off: no failure. */
async function load(
  runId: string,
  file: string,
): Promise<RunTrace | undefined> {
  try {
    return await loadRun(new FileSource([file]), runId);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    err(`demo: no trace to show: ${reason}`);
    return undefined;
  }
}
