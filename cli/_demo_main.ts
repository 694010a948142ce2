import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { cancelOnInterrupt, initTracing } from "@turnspan/turnspan";
import { loadMcpConfig } from "@turnspan/turnspan/mcp";
import metadata from "../deno.json" with { type: "json" };
import type { AgentResult } from "../runners/agent_result.ts";
import { planExecute } from "../runners/plan_execute.ts";
import type { Runner } from "../runners/runner.ts";
import {
  drawTree,
  explainTurns,
  FileSource,
  loadRun,
  type RunTrace,
} from "../turns/main.ts";
import { demoModel } from "./_demo_model.ts";
import { exitCodeOf } from "./_exit_code.ts";
import { parse } from "./_parse.ts";
import { runShown } from "./_run_shown.ts";
import { err, out, personsPath } from "./_terminal.ts";

const QUESTION = "Why is Chiller 6 drawing more power?";

/** Where the traces go unless `OTEL_TRACES_FILE` says otherwise. */
const TRACES_FILE = ".turnspan/demo.jsonl";

const CAPTURE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

/** What the person asked the demo for. */
interface DemoOptions {
  readonly question: string;
  readonly all?: boolean;
}

/**
 * Runs the demo to its end.
 *
 * @param args The command line.
 * @returns The exit code.
 */
export function demoMain(args: readonly string[]): Promise<number> {
  return exitCodeOf("demo", async () => {
    const options = parse<DemoOptions>(demoCommand(), args);
    return options === undefined ? 0 : await demo(options);
  });
}

function demoCommand(): Command {
  return new Command("demo")
    .description(
      "Asks an agent about a made-up plant, and shows the trace of its run: the\n" +
        "answer, the span tree, and which turn sent the largest prompt and why.\n\n" +
        "The model is scripted. It stands in for a paid one, and composes its\n" +
        "answer from what the two MCP servers told it. No key, no network.",
    )
    .argument("[question]", "the question", QUESTION)
    .option("--all", "run every runner that there is")
    .version(metadata.version)
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      `
The trace is appended to ${TRACES_FILE}, or to OTEL_TRACES_FILE, and also sent to
OTEL_EXPORTER_OTLP_ENDPOINT if that is set. Prompts and results are in it, as the
data is made up; ${CAPTURE}=false keeps them out.

Exit codes: 0 answered, 1 failed, 2 bad usage, 130 and 143 interrupted.

Next: deno task turns`,
    );
}

async function demo({ question, all = false }: DemoOptions): Promise<number> {
  const file = setUp();
  using interrupt = cancelOnInterrupt();
  // plan_execute is the only runner so far.
  const runners: readonly Runner[] = [planExecute];
  if (all) {
    const names = runners.map(({ name }) => name).join(", ");
    err(`Running ${names}. Nothing more has to be downloaded for this.`);
  }
  let failed = false;
  for (const runner of runners) {
    const result = await run(runner, question, interrupt.signal);
    failed ||= result.error !== undefined;
    await show(result, file);
    if (interrupt.signal.aborted) break;
  }
  return interrupt.exitCode ?? (failed ? 1 : 0);
}

/** Turns tracing to a file on, and content, where nothing else is set. */
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
    mcp: await loadMcpConfig(fileURLToPath(import.meta.resolve("../mcp.json"))),
    signal,
    verbose: false,
  });
}

/** Prints the answer, the tree, and the line that answers the question. */
async function show(result: AgentResult, file: string): Promise<void> {
  const { answer, error, runId } = result;
  if (error === undefined) out(`${answer}\n`);
  else err(`demo: ${error.message}`);
  const trace = await load(runId, file);
  if (trace === undefined) return;
  const { spans, turns } = trace;
  const color = Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR");
  out(`${drawTree(spans, { color })}\n`);
  out(explainTurns(turns));
  err(`\nThe trace is in ${file}. More: deno task turns`);
}

/** Reads the trace back. A variable that kept it away fails nothing. */
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
