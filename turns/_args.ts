import { Command, CommanderError } from "commander";
import { parseSince, parseTokens } from "./quantities.ts";

/** What the command line says. */
export interface TurnsArgs {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** Only prompts of more tokens than this. */
  readonly overTokens?: number;
  /** Only this runner's turns. */
  readonly runner?: string;
  /** Only models whose name contains this. */
  readonly model?: string;
  /** Only what started at or after this time. */
  readonly sinceMs?: number;
  /** Only this run. */
  readonly run?: string;
  /** How many turns to list. */
  readonly top: number;
  /** Whether to print JSON. */
  readonly json: boolean;
  /** Whether to draw the run's trace. */
  readonly tree: boolean;
}

/** What came of reading the command line. */
export type ParsedArgs =
  | { readonly args: TurnsArgs }
  | { readonly exit: 0 | 2; readonly out: string; readonly err: string };

const DETAILS = `
Where it reads: the files and folders named (of a folder its .jsonl, .ndjson and
.json files), else the file in OTEL_TRACES_FILE, else .turnspan/demo.jsonl, which
"deno task demo" writes. Files are OTLP/JSON, one {"resourceSpans":[…]} a line.

What it lists: every agent.turn, and every model call by the OpenTelemetry GenAI
conventions that no turn holds. A call that agent and proxy both report is listed
once. GROWTH is tokens against the turn before; GREW BY is whose content was most
of what was new.

--json prints {"version":1,"sources","spansRead","turns":[…]}. A turn has kind
("turn" or "chat"), traceId, spanId, startTime, durationMs, promptTokens and, where
known, agentSpanId, runId, runner, agent, turn, phase, model, outputTokens,
growthTokens, bytes ({instructions, tools, messages, results}), grewBy, grewByBytes
and error.

Exit codes: 0 turns were found, or there are turns and none passes the filters;
1 there are no turns or no such run; 2 bad usage, or a file cannot be read.

Examples:
  turns                                  the ten largest prompts
  turns --over 14k --since 7d traces/    the large ones of the week
  turns --run 3f2a --tree                one run as a tree
  turns --json --top 1 | jq .turns[0]`;

function atLeastOne(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) {
    throw new RangeError(
      `Cannot list "${value}" turns: write a whole number from 1 to 999999`,
    );
  }
  return Number(value);
}

function notEmpty(value: string): string {
  if (value.trim() === "") {
    throw new RangeError('Cannot filter by "": the value is empty');
  }
  return value;
}

function command(now: number): Command {
  return new Command("turns")
    .description(
      "Which turn sent the largest prompt, and what made it grow: lists turns of traced\nagent runs by prompt size, the largest first.",
    )
    .argument("[paths...]", "files and folders to read")
    .option(
      "--over <tokens>",
      "only prompts of more tokens, e.g. 14k",
      parseTokens,
    )
    .option(
      "--runner <name>",
      "only this runner's turns, e.g. plan_execute",
      notEmpty,
    )
    .option("--model <text>", "only models whose name contains this", notEmpty)
    .option(
      "--since <when>",
      "only since then: 2h, 7d, 2026-11-20, 2026-11-20T14:30",
      (value: string) => parseSince(value, now),
    )
    .option(
      "--run <id>",
      "only this run: its id or its trace's, or how it begins",
      notEmpty,
    )
    .option("--tree", "draw the run's trace as a tree (with --run)")
    .option("--top <n>", "how many turns to list", atLeastOne, 10)
    .option("--json", "print JSON")
    .helpOption("-h, --help", "show this help")
    .addHelpText("after", DETAILS)
    .exitOverride();
}

interface Options extends Pick<TurnsArgs, "runner" | "model" | "top"> {
  readonly run?: string;
  readonly tree?: boolean;
  readonly json?: boolean;
  readonly over?: number;
  readonly since?: number;
}

/**
 * Reads the command line.
 *
 * @param argv The arguments.
 * @param now The time now, for durations.
 * @returns The arguments, or what to print and how to exit.
 */
export function parseArgs(argv: readonly string[], now: number): ParsedArgs {
  let out = "";
  let err = "";
  const usage = (message: string): ParsedArgs => ({
    exit: 2,
    out: "",
    err: `${message}\nSee --help for what there is\n`,
  });
  const program = command(now).configureOutput({
    writeOut: (text) => out += text,
    writeErr: (text) => err += text,
    getOutHelpWidth: () => 80,
    getErrHelpWidth: () => 80,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  try {
    program.parse([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return { exit: 0, out, err };
      return usage(err.replace(/^error: /, "").trimEnd());
    }
    if (error instanceof RangeError) return usage(error.message);
    throw error;
  }
  const checked = check(program.opts<Options>(), program.args);
  return typeof checked === "string" ? usage(checked) : { args: checked };
}

/** The arguments; or, where they contradict each other, what is wrong. */
function check(
  { over, since, run, tree = false, json = false, ...rest }: Options,
  paths: readonly string[],
): TurnsArgs | string {
  if (tree && run === undefined) {
    return "Cannot draw a tree: --tree needs --run <id>";
  }
  if (tree && json) {
    return "Cannot draw a tree as JSON: use --tree or --json";
  }
  return {
    ...rest,
    tree,
    json,
    paths,
    // As copied from a table that had no room for the whole id.
    ...(run !== undefined && { run: run.replace(/…$/, "") }),
    ...(over !== undefined && { overTokens: over }),
    ...(since !== undefined && { sinceMs: since }),
  };
}
