import { printableLine } from "../../tracing/base/printable.ts";
import { findingLine } from "../draw/finding_line.ts";
import { count } from "../draw/format.ts";
import { wrapped } from "../draw/wrapped.ts";
import { checkLimits } from "../model/check_limits.ts";
import { compareKinds } from "../model/compare_kinds.ts";
import type { Finding } from "../model/finding.ts";
import type { KindFigures } from "../model/kind_figures.ts";
import { isRunner } from "../model/is_runner.ts";
import type { TraceSource } from "../source/trace_source.ts";
import { annotate } from "./_annotate.ts";
import { type AskedKinds, askedKinds } from "./_asked_kinds.ts";
import { BaselineError, readBaseline } from "./_baseline_file.ts";
import { gateNotes } from "./_gate_notes.ts";
import type { TurnsIo } from "./io.ts";
import type { Places } from "./_places.ts";
import { absolutePath } from "../../tracing/base/absolute_path.ts";
import { printJson } from "./_print_json.ts";
import type { TurnsArgs } from "./turns_command.ts";
import { whyNothing } from "./_why_nothing.ts";

/** What of a baseline is compared: of other runners nothing was asked. */
function asked(
  base: readonly KindFigures[],
  { kinds }: AskedKinds,
  { runner, run }: TurnsArgs,
): readonly KindFigures[] {
  const named = runner === undefined
    ? base
    : base.filter((kind) => isRunner(kind.runner, runner));
  if (run === undefined) return named;
  const keyOf = (kind: KindFigures) => `${kind.runner}\n${kind.scenario ?? ""}`;
  const keys = new Set(kinds.map(keyOf));
  // One run is compared with the one or the several that there were.
  return named.filter((kind) => keys.has(keyOf(kind)))
    .map((kind) => ({ ...kind, runs: Math.min(1, kind.runs) }));
}

async function baselineOf(
  { check }: TurnsArgs,
  io: TurnsIo,
): Promise<readonly KindFigures[] | undefined> {
  if (check === undefined) return undefined;
  const path = absolutePath(check, io.folder);
  const base = await readBaseline(path);
  if (base !== undefined) return base;
  throw new BaselineError(
    `Cannot read baseline "${path}": there is no such file. Write it with --update ${check}`,
  );
}

/** Says that nothing is over, and of how many runs. */
function passed({ kinds }: AskedKinds, args: TurnsArgs): string {
  const runs = kinds.reduce((sum, kind) => sum + kind.runs, 0);
  const than = args.check === undefined
    ? "the limits"
    : `the baseline ${printableLine(args.check)}`;
  return `Nothing is over ${than}: ${count(runs)} run${
    runs === 1 ? "" : "s"
  } checked\n`;
}

function text(findings: readonly Finding[], { top }: TurnsArgs): string {
  const lines = findings.slice(0, top).map((one) => `${findingLine(one)}\n`);
  const more = findings.length - lines.length;
  const rest = more > 0 ? `and ${count(more)} more, --top shows more\n` : "";
  return lines.join("") + rest;
}

/** What is over: of nothing at all, which is told otherwise, nothing is. */
function findingsOf(
  found: AskedKinds,
  base: readonly KindFigures[] | undefined,
  args: TurnsArgs,
): readonly Finding[] {
  const { kinds } = found;
  if (kinds.length === 0) return [];
  const compared = base === undefined
    ? []
    : compareKinds(asked(base, found, args), kinds, args);
  const maxSource = new Map(args.maxSource?.flat() ?? []);
  return [...compared, ...checkLimits(kinds, { ...args, maxSource })];
}

function toJson(
  { kinds, spans }: AskedKinds,
  over: readonly Finding[],
  { check }: TurnsArgs,
  source: TraceSource,
): object {
  return {
    version: 1,
    sources: source.places,
    spansRead: spans,
    ...(check !== undefined && { baseline: check }),
    runs: kinds.reduce((sum, { runs }) => sum + runs, 0),
    over,
  };
}

/** Compares with a baseline and with limits. */
export async function printGate(
  source: TraceSource,
  args: TurnsArgs,
  places: Places,
  io: TurnsIo,
): Promise<number> {
  const base = await baselineOf(args, io);
  const found = await askedKinds(source, args, io);
  const { kinds } = found;
  const findings = findingsOf(found, base, args);
  if (args.json) await printJson(toJson(found, findings, args, source), io);
  if (kinds.length === 0) {
    await io.err(whyNothing(found, args, places, io));
    return 1;
  }
  const notes = gateNotes(kinds, base, args, findings);
  if (notes !== "") await io.err(notes);
  await annotate(findings.slice(0, args.top), io);
  if (findings.length > 0) {
    const { columns } = io;
    const width = columns === undefined ? {} : { columns };
    if (!args.json) await io.out(wrapped(text(findings, args), width));
    return 1;
  }
  if (isBlind(kinds, args)) {
    await io.err(
      "turns: Cannot tell whether a source is over its limit: none is known\n",
    );
    return 1;
  }
  if (!args.json) await io.out(passed(found, args));
  return 0;
}

/** Whether sources have limits, and of no run any source is known. */
function isBlind(
  kinds: readonly KindFigures[],
  { maxSource }: TurnsArgs,
): boolean {
  return maxSource !== undefined &&
    kinds.every(({ sources }) => sources.size === 0);
}
