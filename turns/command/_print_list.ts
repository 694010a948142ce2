import type { DrawOptions } from "../draw/draw_tree.ts";
import { explainTurns } from "../draw/explain.ts";
import { drawTable } from "../draw/table.ts";
import { findRun } from "../model/load_run.ts";
import { rankTurns } from "../model/rank.ts";
import type { Ranking } from "../model/ranking.ts";
import type { TurnRow } from "../model/turn_row.ts";
import type { TraceSource } from "../source/trace_source.ts";
import type { TurnsIo } from "./io.ts";
import type { Places } from "./_places.ts";
import { printJson } from "./_print_json.ts";
import { printWarnings } from "./_print_warnings.ts";
import { sayLeftOut } from "./_say_left_out.ts";
import type { TurnsArgs } from "./turns_command.ts";
import { whyNothing } from "./_why_nothing.ts";

function toJson({ startMs, durationMs, ...row }: TurnRow): object {
  return {
    ...row,
    startTime: new Date(startMs).toISOString(),
    durationMs: Math.round(durationMs),
  };
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

/** Which of the turns is the largest, why, and what its run spent the most on. */
function answerTo(
  { rows: [largest], run }: Ranking,
  options: DrawOptions = {},
): string | undefined {
  const turn = run?.turns.find(({ spanId }) => spanId === largest?.spanId);
  if (run === undefined || turn === undefined) return undefined;
  return explainTurns(run.turns, { ...options, runs: [run], turn });
}

/** Answers, and lists turns. */
export async function printList(
  source: TraceSource,
  args: TurnsArgs,
  places: Places,
  io: TurnsIo,
): Promise<number> {
  const found = await rank(source, args);
  await printWarnings(source, io);
  const { rows, spans, candidates, withoutUsage } = found;
  if (args.json) {
    await printJson({
      version: 1,
      sources: source.places,
      spansRead: spans,
      turns: rows.map(toJson),
    }, io);
  }
  if (rows.length === 0) {
    await io.err(whyNothing(found, args, places, io));
    return candidates > withoutUsage ? 0 : 1;
  }
  if (!args.json) {
    // A file is read on other days too: there the day is always said.
    const { color, columns } = io;
    const width = columns === undefined ? {} : { columns };
    const answer = answerTo(found, { color, ...width });
    const table = drawTable(rows, {
      color,
      ...width,
      ...(columns !== undefined && { now: io.now() }),
    });
    await io.out(`${answer === undefined ? "" : `${answer}\n\n`}${table}\n`);
  }
  await sayLeftOut(withoutUsage, io);
  return 0;
}
