import { fileURLToPath } from "node:url";
import {
  cancelOnInterrupt,
  initTracing,
  type Interrupt,
} from "@turnspan/turnspan";
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
import { styled } from "../../turns/draw/format.ts";
import { wrapped } from "../../turns/draw/wrapped.ts";
import { type ComparedRun, drawComparison } from "./_comparison.ts";
import { askedQuestion } from "../shared/asked_question.ts";
import { whatNext } from "./_what_next.ts";
import { demoModel } from "../shared/demo_model.ts";
import { PREFACE_SAID } from "../shared/model_is_scripted.ts";
import { CAPTURE, sayPreface } from "./_preface.ts";
import { RUNNER_PROGRAMS, runProgram } from "./_runner_program.ts";
import { say, screen } from "./_screen.ts";
import { runShown } from "../shared/run_shown.ts";
import { out, outAnswer, personsPath } from "../shared/terminal.ts";
import { DEMO_COMMAND, DEMO_QUESTION } from "./command.ts";

/** Where the traces go unless `OTEL_TRACES_FILE` says otherwise. */
const TRACES_FILE = ".turnspan/demo.jsonl";

/**
 * Runs the demo to its end.
 *
 * @param args The command line.
 * @param onStart Is called once there is something to see.
 * @returns The exit code.
 */
export function demoMain(
  args: readonly string[],
  onStart: () => void = () => {},
): Promise<number> {
  return runCommand(
    DEMO_COMMAND,
    args,
    ({ all }, [question = DEMO_QUESTION]) =>
      demo(askedQuestion(question), all, onStart),
  );
}

/** A runner, and how it is run. */
interface Attempt {
  readonly runner: string;
  readonly run: () => Promise<AgentResult>;
}

/** The demo's own runner, and the others as programs. */
function attemptsOf(
  question: string,
  interrupt: Interrupt,
  onStart: () => void,
): [Attempt, ...Attempt[]] {
  const own = () => run(planExecute, question, interrupt.signal, onStart);
  const others = RUNNER_PROGRAMS.map((program) => ({
    runner: program.runner,
    run: async () => {
      const result = await runProgram(program, question, interrupt);
      // It has named its trace, on a line right above what follows.
      if (result.traceId !== undefined) say("");
      return result;
    },
  }));
  return [{ runner: planExecute.name, run: own }, ...others];
}

async function demo(
  question: string,
  all: boolean,
  onStart: () => void,
): Promise<number> {
  sayPreface(all);
  const file = setUp();
  using interrupt = cancelOnInterrupt();
  const { signal } = interrupt;
  const [own, ...others] = attemptsOf(question, interrupt, onStart);
  const attempts = all ? [own, ...others] : [own];
  const compared: ComparedRun[] = [];
  for (const [i, { runner, run }] of attempts.entries()) {
    if (signal.aborted) break;
    if (all) printHeading(`${runner}, ${i + 1} of ${attempts.length}`, i === 0);
    try {
      const result = await run();
      compared.push({ result, trace: await printRun(result, file) });
    } catch (error) {
      // A runner that was interrupted prints no result: that is no error.
      if (signal.aborted) break;
      // Where one cannot be started, the others still can.
      say(`demo: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (all && compared.length > 0) {
    printHeading("side by side");
    out(drawComparison(compared, screen()));
  }
  if (compared.some(({ trace }) => trace !== undefined)) {
    say(`\n${whatNext(file, personsPath(TRACES_FILE))}`);
  }
  const answered = compared.filter(({ result }) => result.error === undefined);
  return interrupt.exitCode ?? (answered.length === attempts.length ? 0 : 1);
}

/** Prints what comes next, apart from what was before. */
function printHeading(text: string, isFirst = false): void {
  const line = styled(`── ${text} ──`, "bold", screen().color);
  out(`${isFirst ? "" : "\n"}${line}\n\n`);
}

/** Turns on tracing to a file, and content, unless the environment decides. */
function setUp(): string {
  const file = personsPath(Deno.env.get("OTEL_TRACES_FILE") || TRACES_FILE);
  Deno.env.set("OTEL_TRACES_FILE", file);
  if (!Deno.env.get(CAPTURE)) Deno.env.set(CAPTURE, "true");
  // For the commands of the other runners, which say the same by themselves.
  Deno.env.set(PREFACE_SAID, "true");
  return file;
}

async function run(
  runner: Runner,
  question: string,
  signal: AbortSignal,
  onStart: () => void,
): Promise<AgentResult> {
  await using _tracing = await initTracing("demo", {
    serviceVersion: metadata.version,
  });
  await using model = await demoModel(runner);
  onStart();
  return await runShown(runner, question, {
    model: model.endpoint,
    mcp: await loadMcpConfig(
      fileURLToPath(import.meta.resolve("../../mcp.json")),
    ),
    signal,
    verbose: false,
  });
}

/**
 * Prints the answer, the tree, and the line that answers the question, apart
 * from each other.
 */
async function printRun(
  result: AgentResult,
  file: string,
): Promise<RunTrace | undefined> {
  const { answer, error, runId } = result;
  const options = screen();
  if (error === undefined) outAnswer(wrapped(answer, options));
  else say(`demo: ${error.message}`);
  const trace = await load(runId, file);
  if (trace === undefined) return undefined;
  const { spans, turns, runs } = trace;
  out(`\n${drawTree(spans, options)}`);
  out(`\n${explainTurns(turns, { ...options, runs })}`);
  return trace;
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
    say(`demo: no trace to show: ${reason}`);
    return undefined;
  }
}
