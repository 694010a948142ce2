import { absolutePath } from "../../tracing/base/absolute_path.ts";
import { printableLine } from "../../tracing/base/printable.ts";
import { count } from "../draw/format.ts";
import { type KindFigures, kindKey } from "../model/kind_figures.ts";
import type { TraceSource } from "../source/trace_source.ts";
import { askedKinds } from "./_asked_kinds.ts";
import { baselineText, readBaseline, writeBaseline } from "./_baseline_file.ts";
import { noLedgerNote } from "./_gate_notes.ts";
import type { TurnsIo } from "./io.ts";
import type { Places } from "./_places.ts";
import { printJson } from "./_print_json.ts";
import type { TurnsArgs } from "./turns_command.ts";
import { whyNothing } from "./_why_nothing.ts";

/** What is not asked for stays as it was; without a filter all is asked for. */
function merged(
  before: readonly KindFigures[],
  now: readonly KindFigures[],
  { runner, run, sinceMs }: TurnsArgs,
): KindFigures[] {
  const isAll = runner === undefined && run === undefined &&
    sinceMs === undefined;
  const keys = new Set(now.map(kindKey));
  const kept = isAll ? [] : before.filter((kind) => !keys.has(kindKey(kind)));
  const keyed = [...kept, ...now].map((kind) => [kindKey(kind), kind] as const);
  return keyed.sort(([a], [b]) => a < b ? -1 : 1).map(([, kind]) => kind);
}

/** Writes a baseline. */
export async function updateBaseline(
  source: TraceSource,
  file: string,
  args: TurnsArgs,
  places: Places,
  io: TurnsIo,
): Promise<number> {
  const path = absolutePath(file, io.folder);
  // What is there may be somebody's traces, or a later version's baseline.
  const before = await readBaseline(path) ?? [];
  const found = await askedKinds(source, args, io);
  const { kinds } = found;
  const runs = kinds.reduce((sum, kind) => sum + kind.runs, 0);
  if (kinds.length > 0) {
    await writeBaseline(path, baselineText(merged(before, kinds, args)));
  }
  if (args.json) {
    await printJson({
      version: 1,
      sources: source.places,
      spansRead: found.spans,
      runs,
      ...(kinds.length > 0 && { baseline: path }),
    }, io);
  }
  if (kinds.length === 0) {
    await io.err(whyNothing(found, args, places, io));
    return 1;
  }
  const note = noLedgerNote(kinds);
  if (note !== "") await io.err(note);
  if (!args.json) {
    await io.out(
      `Wrote ${count(runs)} run${runs === 1 ? "" : "s"} to ${
        printableLine(path)
      }\n`,
    );
  }
  return 0;
}
