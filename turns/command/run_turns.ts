import {
  printable,
  printableJson,
  printableLine,
} from "../../tracing/base/printable.ts";
import { absolutePath } from "../../tracing/base/absolute_path.ts";
import { jsonText } from "../../tracing/base/json_text.ts";
import { UsageError } from "../../command_line/usage_error.ts";
import { drawTree } from "../draw/draw_tree.ts";
import { explainTurns } from "../draw/explain.ts";
import { FileSource } from "../source/file_source.ts";
import { count } from "../draw/format.ts";
import type { TurnsIo } from "./io.ts";
import { findRun, loadRun, RunNotFoundError } from "../model/load_run.ts";
import { isRunner } from "../model/is_runner.ts";
import { rankTurns } from "../model/rank.ts";
import type { Ranking } from "../model/ranking.ts";
import { drawTable } from "../draw/table.ts";
import { SourceError, type TraceSource } from "../source/trace_source.ts";
import type { TurnRow } from "../model/turn_row.ts";
import type { TurnsArgs } from "./turns_command.ts";
import { whereTracesComeFrom } from "./_where_traces_come_from.ts";

/** Where `deno task demo` writes, below the current folder. */
const DEMO_FILE = ".turnspan/demo.jsonl";

/** More names than this help nobody choose. */
const MOST_NAMED = 20;

/** What an agent of one's own has to do for its tokens to be known. */
const HOW_TO_REPORT = `\
In a loop of your own, hand each reply to chat.reply(reply):
it reads the tokens from it, see docs/library.md. Streamed
chat completions have them only where they are asked for with
stream_options: { include_usage: true }
`;

/** Where traces are read from. */
interface Places {
  readonly paths: readonly string[];
  /** Why there, for people. */
  readonly because: string;
  /** Whether neither the command line nor the environment names them. */
  readonly isDefault: boolean;
}

function placesOf(args: TurnsArgs, io: TurnsIo): Places {
  const file = io.env("OTEL_TRACES_FILE");
  const [paths, because] = args.paths.length > 0
    ? [args.paths, "named on the command line"]
    : file !== undefined
    ? [[file], "from OTEL_TRACES_FILE"]
    : [[DEMO_FILE], "the demo's file, since no file is named"];
  return {
    paths: paths.map((path) => absolutePath(path, io.folder)),
    because,
    isDefault: args.paths.length === 0 && file === undefined,
  };
}

/** Says where was read, and how much. */
function placesRead(places: Places, spans: number | undefined): string {
  const list = places.paths.map((path) => `  ${path}`).join("\n");
  const read = spans === undefined
    ? "  there is no such file"
    : `  ${count(spans)} span${spans === 1 ? "" : "s"} read`;
  return `Looked in (${places.because}):\n${list}\n${read}\n`;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    return true; // Whatever else is wrong is reported when it is read.
  }
}

function toJson({ startMs, durationMs, ...row }: TurnRow): object {
  return {
    ...row,
    startTime: new Date(startMs).toISOString(),
    durationMs: Math.round(durationMs),
  };
}

async function printWarnings(source: TraceSource, io: TurnsIo): Promise<void> {
  for (const line of source.warnings()) await io.err(`${line}\n`);
}

async function printTree(
  source: TraceSource,
  id: string,
  io: TurnsIo,
): Promise<number> {
  const trace = await loadRun(source, id);
  await printWarnings(source, io);
  const { color, columns } = io;
  const options = { color, ...(columns !== undefined && { columns }) };
  const drawn = drawTree(trace.spans, options);
  const { turns } = trace;
  await io.out(`${drawn}\n\n${explainTurns(turns, options)}\n`);
  if (
    turns.length > 0 &&
    turns.every(({ promptTokens }) => promptTokens === undefined)
  ) await io.err(HOW_TO_REPORT);
  return 0;
}

async function rank(source: TraceSource, args: TurnsArgs): Promise<Ranking> {
  if (args.run === undefined) return await rankTurns(source, args);
  const { id, isRun, traceIds } = await findRun(source, args.run);
  return await rankTurns(source, {
    ...args,
    traceIds,
    ...(isRun && { runId: id }),
  });
}

/** What can be asked for by name, and is not there. */
function nameNotFound(
  { runners, models }: Ranking,
  args: TurnsArgs,
): string | undefined {
  const { runner, model } = args;
  const list = (names: readonly string[]) => {
    if (names.length < 2) return `the only one is ${names[0] ?? "unnamed"}`;
    const more = names.length > MOST_NAMED
      ? ` and ${names.length - MOST_NAMED} more`
      : "";
    return `there are ${names.slice(0, MOST_NAMED).join(", ")}${more}`;
  };
  if (runner !== undefined && !runners.some((one) => isRunner(one, runner))) {
    return `No runner is called "${runner}", ${list(runners)}`;
  }
  const asked = model?.toLowerCase();
  return asked === undefined ||
      models.some((one) => one.toLowerCase().includes(asked))
    ? undefined
    : `No model's name contains "${model}", ${list(models)}`;
}

/** Says why there is nothing to list, and what to do about it. */
function whyNothing(
  found: Ranking,
  args: TurnsArgs,
  places: Places,
  io: TurnsIo,
): string {
  const { candidates, withoutUsage, runWithoutUsage, spans } = found;
  const some = `Found ${count(candidates)} turns and model calls`;
  const name = nameNotFound(found, args);
  const [why, next] = candidates === 0
    ? ["Found no turn and no model call", whereTracesComeFrom(io)]
    : candidates === withoutUsage
    ? [
      `${some}, and none reports its tokens`,
      `${HOW_TO_REPORT}What is known of them: --run ${
        printableLine(runWithoutUsage ?? "<id>")
      } --tree\n`,
    ]
    : name !== undefined
    ? [`${some}, and none passes the filters:\n${printable(name)}`, ""]
    : [
      `${some}, and none passes the filters`,
      "What to run next: the same with a smaller --over, an earlier --since, or without filters\n",
    ];
  return `turns: ${why}\n${placesRead(places, spans)}${next}`;
}

async function printList(
  source: TraceSource,
  args: TurnsArgs,
  places: Places,
  io: TurnsIo,
): Promise<number> {
  const found = await rank(source, args);
  await printWarnings(source, io);
  const { rows, spans, candidates, withoutUsage } = found;
  if (args.json) {
    const json = { version: 1, sources: source.places, spansRead: spans };
    const text = jsonText({ ...json, turns: rows.map(toJson) }, 2);
    await io.out(`${printableJson(text ?? "null")}\n`);
  }
  if (rows.length === 0) {
    await io.err(whyNothing(found, args, places, io));
    return candidates > withoutUsage ? 0 : 1;
  }
  if (!args.json) {
    // A file is read on other days too: there the day is always said.
    const { color, columns } = io;
    const options = columns === undefined ? {} : { columns, now: io.now() };
    await io.out(`${drawTable(rows, { color, ...options })}\n`);
  }
  if (withoutUsage > 0) {
    await io.err(
      `Left out ${
        count(withoutUsage)
      } turns or model calls that report no tokens\n`,
    );
  }
  return 0;
}

/**
 * Carries out the command line.
 *
 * @param args The arguments.
 * @param io What it needs of the process.
 * @returns The exit code.
 * @throws {UsageError} If the arguments contradict each other.
 */
export async function runTurns(args: TurnsArgs, io: TurnsIo): Promise<number> {
  if (args.tree && args.run === undefined) {
    throw new UsageError("Cannot draw a tree: --tree needs --run <id>");
  }
  if (args.tree && args.json) {
    throw new UsageError("Cannot draw a tree as JSON: use --tree or --json");
  }
  const places = placesOf(args, io);
  const [first = ""] = places.paths;
  if (places.isDefault && !await exists(first)) {
    await io.err(
      `turns: Found no trace\n${placesRead(places, undefined)}${
        whereTracesComeFrom(io)
      }`,
    );
    return 1;
  }
  const source = new FileSource(places.paths);
  try {
    if (args.tree && args.run !== undefined) {
      return await printTree(source, args.run, io);
    }
    return await printList(source, args, places, io);
  } catch (error) {
    if (error instanceof SourceError) {
      await io.err(`turns: ${error.message}\n`);
      return 2;
    }
    if (!(error instanceof RunNotFoundError)) throw error;
    await printWarnings(source, io);
    const next = error.candidates.length > 0
      ? "Give more of the id\n"
      : "What to run next: the same without --run lists runs by their largest prompt\n";
    await io.err(
      `turns: ${error.message}\n${placesRead(places, error.spansRead)}${next}`,
    );
    return error.candidates.length > 0 ? 2 : 1;
  }
}
