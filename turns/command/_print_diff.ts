import { absolutePath } from "../../tracing/base/absolute_path.ts";
import { printableLine } from "../../tracing/base/printable.ts";
import { drawDiff } from "../draw/draw_diff.ts";
import { count, dollars } from "../draw/format.ts";
import { wrapped } from "../draw/wrapped.ts";
import {
  type ComparableRun,
  comparableRun,
  lastRuns,
} from "../model/comparable_run.ts";
import {
  diffRuns,
  moreOf,
  type RunDiff,
  type RunTotal,
} from "../model/diff_runs.ts";
import { loadRun } from "../model/load_run.ts";
import { FileSource } from "../source/file_source.ts";
import { SourceError, type TraceSource } from "../source/trace_source.ts";
import type { Pair } from "./_diff_args.ts";
import type { TurnsIo } from "./io.ts";
import { oneRun } from "./_one_run.ts";
import { printJson } from "./_print_json.ts";
import { printWarnings } from "./_print_warnings.ts";
import { HOW_TO_REPORT } from "./_why_nothing.ts";

/** Two runs to compare. */
type Runs = readonly [a: ComparableRun, b: ComparableRun];

const nameOf = ({ run: { runId, traceId } }: ComparableRun) => runId ?? traceId;

/** What a run is, so that one sees at a glance which it is. */
function headOf(
  letter: string,
  { run, scenario }: ComparableRun,
  { tokens, costUsd }: RunTotal,
): string {
  const { runId, traceId, runner, turns } = run;
  const models = new Set(turns.flatMap(({ model }) => model ?? []));
  const parts = [
    runId ?? traceId,
    runner,
    scenario,
    [...models].join(", "),
    `${count(tokens)} tokens`,
    costUsd === undefined ? undefined : dollars(costUsd),
  ];
  return printableLine(`${letter}  ${parts.filter((one) => one).join("  ")}`);
}

function runToJson({ run, scenario }: ComparableRun, total: object): object {
  const { runId, traceId, runner } = run;
  return { runId, traceId, runner, scenario, ...total };
}

function toJson([a, b]: Runs, diff: RunDiff): object {
  return {
    a: runToJson(a, diff.a),
    b: runToJson(b, diff.b),
    more: diff.b.tokens - diff.a.tokens,
    sources: diff.sources.map((one) => ({ ...one, more: moreOf(one) })),
    turns: diff.turns.map((turn) => ({
      ...turn,
      more: moreOf(turn),
      sources: turn.sources.map((one) => ({ ...one, more: moreOf(one) })),
    })),
  };
}

const isSilent = ({ run }: ComparableRun) =>
  run.turns.every(({ promptTokens }) => promptTokens === undefined);

/** Prints comparisons. */
async function print(
  pairs: readonly Runs[],
  places: readonly string[],
  isJson: boolean,
  io: TurnsIo,
): Promise<number> {
  const silent = pairs.flat().find(isSilent);
  if (silent !== undefined) {
    await io.err(
      `turns: Run "${nameOf(silent)}" reports no tokens\n${HOW_TO_REPORT}`,
    );
    return 1;
  }
  const diffs = pairs.map((pair) => [pair, diffRuns(...pair)] as const);
  if (isJson) {
    const found = diffs.map(([pair, diff]) => toJson(pair, diff));
    await printJson({ version: 1, sources: places, diffs: found }, io);
  } else {
    const { color, columns } = io;
    const options = { color, ...(columns !== undefined && { columns }) };
    const drawn = diffs.map(([[a, b], diff]) =>
      `${wrapped(headOf("A", a, diff.a), options)}\n${
        wrapped(headOf("B", b, diff.b), options)
      }\n\n${drawDiff(diff, options)}\n`
    );
    await io.out(drawn.join("\n"));
  }
  if (diffs.some(([, { hasSources }]) => !hasSources)) {
    await io.err(
      "No source is known of one of the runs or both: the trace holds no ledger (an older version wrote it, or no request was read). Tokens of turns alone are compared\n",
    );
  }
  return 0;
}

async function runNamed(
  source: TraceSource,
  id: string,
  io: TurnsIo,
): Promise<ComparableRun | undefined> {
  const trace = await loadRun(source, id);
  const run = oneRun(trace, "compare");
  if (run !== undefined) return comparableRun(run, trace.spans);
  await io.err(`turns: There is no turn and no model call in run "${id}"\n`);
  return undefined;
}

/** Compares two runs by their ids. */
export async function printDiff(
  source: TraceSource,
  [idA, idB]: Pair,
  isJson: boolean,
  io: TurnsIo,
): Promise<number> {
  const a = await runNamed(source, idA, io);
  const b = a && await runNamed(source, idB, io);
  if (a === undefined || b === undefined) return 1;
  await printWarnings(source, io);
  return await print([[a, b]], source.places, isJson, io);
}

/** Which run of the one file is compared with which of the other. */
function pairsOf(
  a: ReadonlyMap<string, ComparableRun>,
  b: ReadonlyMap<string, ComparableRun>,
): Runs[] {
  const [onlyA, onlyB] = [[...a.values()], [...b.values()]];
  const [first] = onlyA;
  const [second] = onlyB;
  // Of two runs there is no doubt, whatever made them.
  if (onlyA.length === 1 && onlyB.length === 1 && first && second) {
    return [[first, second]];
  }
  return [...a].sort(([a], [b]) => a < b ? -1 : 1).flatMap(([key, one]) => {
    const other = b.get(key);
    return other === undefined ? [] : [[one, other]];
  });
}

/** Compares two files: the last run of each kind. */
export async function printDiffOfFiles(
  files: Pair,
  isJson: boolean,
  io: TurnsIo,
): Promise<number> {
  const places = files.map((file) => absolutePath(file, io.folder));
  const found: ReadonlyMap<string, ComparableRun>[] = [];
  try {
    for (const place of places) {
      const source = new FileSource([place]);
      const runs = await lastRuns(source);
      await printWarnings(source, io);
      if (runs.size === 0) {
        await io.err(`turns: Found no turn and no model call in "${place}"\n`);
        return 1;
      }
      found.push(runs);
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    await io.err(`turns: ${error.message}\n`);
    return 2;
  }
  const [a = new Map<string, ComparableRun>(), b = a] = found;
  const pairs = pairsOf(a, b);
  if (pairs.length === 0) {
    await io.err(
      "turns: Cannot compare: no runner of the one file is in the other. Name two runs and then the files\n",
    );
    return 1;
  }
  await sayLeftOver(a.size + b.size - 2 * pairs.length, io);
  return await print(pairs, places, isJson, io);
}

async function sayLeftOver(kinds: number, io: TurnsIo): Promise<void> {
  if (kinds === 0) return;
  const some = `${kinds} kind${kinds === 1 ? "" : "s"} of runs`;
  await io.err(`Left out ${some} that only one of the files has\n`);
}
