import { UsageError } from "../../command_line/usage_error.ts";
import { drawTree } from "../draw/draw_tree.ts";
import { explainTurns } from "../draw/explain.ts";
import { FileSource } from "../source/file_source.ts";
import { count } from "../draw/format.ts";
import type { TurnsIo } from "./io.ts";
import { findRun, loadRun, RunNotFoundError } from "../model/load_run.ts";
import { type Ranking, rankTurns } from "../model/rank.ts";
import { drawTable } from "../draw/table.ts";
import { SourceError, type TraceSource } from "../source/trace_source.ts";
import type { TurnRow } from "../model/turn_row.ts";
import type { TurnsArgs } from "./turns_command.ts";

/** Where `deno task demo` writes, below the current folder. */
const DEMO_FILE = ".turnspan/demo.jsonl";

const NEXT =
  "What to run next: deno task demo writes a trace to look at; an agent writes its own\n" +
  "with OTEL_TRACES_FILE=traces.jsonl; or name files and folders: turns traces.jsonl\n";

function absolute(folder: string, path: string): string {
  const rooted = /^([/\\]|[A-Za-z]:[/\\])/.test(path);
  return rooted
    ? path
    : `${folder.replace(/\/$/, "")}/${path.replace(/^\.\//, "")}`;
}

interface Places {
  readonly paths: readonly string[];
  /** How they came about, for people. */
  readonly because: string;
  /** Whether nobody asked for them. */
  readonly guessed: boolean;
}

function placesOf(args: TurnsArgs, io: TurnsIo): Places {
  const file = io.env("OTEL_TRACES_FILE");
  const [paths, because] = args.paths.length > 0
    ? [args.paths, "named on the command line"]
    : file !== undefined
    ? [[file], "from OTEL_TRACES_FILE"]
    : [[DEMO_FILE], "the demo's file, since no file is named"];
  return {
    paths: paths.map((path) => absolute(io.folder, path)),
    because,
    guessed: args.paths.length === 0 && file === undefined,
  };
}

function looked(places: Places, spans: number | undefined): string {
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
    return true; // Whatever else is wrong is said when it is read.
  }
}

function toJson({ startMs, ...row }: TurnRow): object {
  return { ...row, startTime: new Date(startMs).toISOString() };
}

async function warn(source: TraceSource, io: TurnsIo): Promise<void> {
  for (const line of source.warnings()) await io.err(`${line}\n`);
}

async function tree(
  source: TraceSource,
  id: string,
  io: TurnsIo,
): Promise<number> {
  const trace = await loadRun(source, id);
  await warn(source, io);
  const drawn = drawTree(trace.spans, { color: io.color });
  await io.out(`${drawn}\n\n${explainTurns(trace.turns)}\n`);
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

/** Says why there is nothing to list, and returns the exit code for it. */
async function nothing(
  found: Ranking,
  places: Places,
  io: TurnsIo,
): Promise<number> {
  const { candidates, withoutUsage, spans } = found;
  if (candidates === 0) {
    await io.err(
      `Found no turn and no model call\n${looked(places, spans)}${NEXT}`,
    );
    return 1;
  }
  if (candidates === withoutUsage) {
    await io.err(
      `Found ${
        count(candidates)
      } turns and model calls, and none reports its tokens\n${
        looked(places, spans)
      }Streamed replies may need stream_options.include_usage; --run <id> --tree shows the sizes\n`,
    );
    return 1;
  }
  await io.err(
    `Found ${
      count(candidates)
    } turns and model calls, and none passes the filters\n${
      looked(places, spans)
    }What to run next: the same with a smaller --over, an earlier --since, or without filters\n`,
  );
  return 0;
}

async function list(
  source: TraceSource,
  args: TurnsArgs,
  places: Places,
  io: TurnsIo,
): Promise<number> {
  const found = await rank(source, args);
  await warn(source, io);
  const { rows, spans, withoutUsage } = found;
  if (args.json) {
    const result = {
      version: 1,
      sources: source.places,
      spansRead: spans,
      turns: rows.map(toJson),
    };
    await io.out(`${JSON.stringify(result, null, 2)}\n`);
  }
  if (rows.length === 0) return await nothing(found, places, io);
  if (!args.json) {
    const { columns, color } = io;
    const table = drawTable(rows, {
      color,
      ...(columns !== undefined && { columns }),
    });
    await io.out(`${table}\n`);
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
 * Does what the command line says.
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
  if (places.guessed && !await exists(first)) {
    await io.err(`Found no trace\n${looked(places, undefined)}${NEXT}`);
    return 1;
  }
  const source = new FileSource(places.paths);
  try {
    if (args.tree && args.run !== undefined) {
      return await tree(source, args.run, io);
    }
    return await list(source, args, places, io);
  } catch (error) {
    if (error instanceof SourceError) {
      await io.err(`${error.message}\n`);
      return 2;
    }
    if (!(error instanceof RunNotFoundError)) throw error;
    await warn(source, io);
    const next = error.candidates.length > 0
      ? "Give more of the id\n"
      : "What to run next: the same without --run lists runs by their largest prompt\n";
    await io.err(`${error.message}\n${looked(places, error.spansRead)}${next}`);
    return error.candidates.length > 0 ? 2 : 1;
  }
}
