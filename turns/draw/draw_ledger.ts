import type { RunLedger } from "../model/run_ledger.ts";
import type { TurnRow } from "../model/turn_row.ts";
import { type Column, drawColumns } from "./columns.ts";
import type { DrawOptions } from "./draw_tree.ts";
import { type Fold, TurnFolds } from "./_fold_turns.ts";
import { count, cutTo, displayWidth, type Style, styled } from "./format.ts";
import { growthStyle } from "./growth_style.ts";
import { ledgerNotes } from "./_ledger_notes.ts";
import { percent } from "./percent.ts";
import { turnLabels } from "./_turn_labels.ts";
import { wrapped } from "./wrapped.ts";

/** Less than this is no column. */
const NARROWEST = 5;
/** Where there is less room, the shares are left out. */
const ROOM_FOR_SHARES = 72;
/** How much of a line the sources' names may take. */
const NAMES = 0.3;
const SHORTEST_NAMES = 14;

const NOTHING = "·";
/** What a provider counted nothing of. */
const NOT_KNOWN = "?";

/** One line of the table. */
interface Line {
  readonly name: string;
  readonly tokens: number;
  readonly isSource: boolean;
  /** What stands for its tokens, where it is not their count. */
  readonly total?: string;
  readonly style?: Style;
  /** Its text in a column. */
  readonly cell: (fold: Fold) => string;
  /** Its values in each turn. */
  readonly inTurns: readonly number[];
}

function sum(values: readonly number[], { from, to }: Fold): number {
  let all = 0;
  for (let i = from; i < to; i++) all += values[i] ?? 0;
  return all;
}

/** A line of numbers; nothing is a dot, so that what is there stands out. */
function numbers(
  name: string,
  inTurns: readonly number[],
  init: Partial<Line> = {},
): Line {
  return {
    name,
    isSource: false,
    inTurns,
    tokens: inTurns.reduce((all, tokens) => all + tokens, 0),
    cell: (fold) => {
      const tokens = sum(inTurns, fold);
      return tokens === 0 ? NOTHING : count(tokens);
    },
    ...init,
  };
}

function linesOf({ lines, turns }: RunLedger): Line[] {
  const of = (what: (row: TurnRow) => number | undefined) =>
    turns.map((row) => what(row) ?? 0);
  const prompts = of(({ promptTokens }) => promptTokens);
  const isSilent = ({ from, to }: Fold) =>
    turns.slice(from, to).every((row) => row.promptTokens === undefined);
  const input = numbers("input", prompts, {
    style: "bold",
    ...(isSilent({ from: 0, to: turns.length }) && { total: NOT_KNOWN }),
    cell: (fold) => isSilent(fold) ? NOT_KNOWN : count(sum(prompts, fold)),
  });
  const sources = lines.map(({ source, inTurns }) =>
    numbers(source, inTurns, { isSource: true })
  );
  const cached = turns.some((row) => row.cacheReadTokens !== undefined)
    ? [numbers("cached", of((row) => row.cacheReadTokens))]
    : [];
  const breaks = of((row) => row.cacheBrokenBy === undefined ? 0 : 1);
  const marked = (times: number) => times > 1 ? `${times} ✗` : "✗";
  const broken = numbers("cache broken", breaks, {
    style: "red",
    total: marked(sum(breaks, { from: 0, to: turns.length })),
    cell: (fold) => {
      const times = sum(breaks, fold);
      return times === 0 ? NOTHING : marked(times);
    },
  });
  return [...sources, input, ...cached, ...(broken.tokens > 0 ? [broken] : [])];
}

/** A source is stressed where it came, if it made most of the prompt. */
function styleIn(
  line: Line,
  at: Fold,
  before: Fold | undefined,
  { turns }: RunLedger,
  largest: number,
): Style | undefined {
  if (line.cell(at) === NOTHING) return "dim";
  if (!line.isSource) return line.style;
  const one = (values: readonly number[], fold: Fold) =>
    sum(values, fold) / (fold.to - fold.from);
  const prompts = turns.map(({ promptTokens = 0 }) => promptTokens);
  const isSame = before !== undefined &&
    turns[before.from]?.agentSpanId === turns[at.from]?.agentSpanId;
  return growthStyle({
    promptTokens: one(prompts, at),
    growthTokens: one(line.inTurns, at) -
      (isSame ? one(line.inTurns, before) : 0),
  }, largest);
}

function columnsOf(
  ledger: RunLedger,
  folds: readonly Fold[],
  room: number,
): Column<Line>[] {
  const labels = turnLabels(ledger.turns);
  const names = Math.max(SHORTEST_NAMES, Math.floor(room * NAMES));
  const largest = ledger.turns.reduce(
    (most, { promptTokens = 0 }) => Math.max(most, promptTokens),
    0,
  );
  const share: Column<Line> = {
    title: "SHARE",
    cell: (line) =>
      line.total !== undefined ? "" : percent(line.tokens, ledger.tokens),
    style: ({ style }) => style,
    right: true,
    worth: 1,
  };
  return [
    {
      title: "SOURCE",
      cell: ({ name }) => cutTo(name, names),
      style: ({ style }) => style,
      least: 8,
      worth: 4,
    },
    {
      title: "TOKENS",
      cell: (line) => line.total ?? count(line.tokens),
      style: ({ style }) => style,
      right: true,
      worth: 3,
    },
    ...(room < ROOM_FOR_SHARES ? [] : [share]),
    ...folds.map((fold, i): Column<Line> => ({
      title: fold.to - fold.from === 1
        ? labels[fold.from] ?? ""
        : `${labels[fold.from]}–${labels[fold.to - 1]}`,
      cell: (line) => line.cell(fold),
      style: (line) => styleIn(line, fold, folds[i - 1], ledger, largest),
      right: true,
      worth: 2,
    })),
  ];
}

const widest = (table: string) =>
  table.split("\n").reduce(
    (most, line) => Math.max(most, displayWidth(line)),
    0,
  );

/**
 * Draws a run as a table: a line a source, a column a turn, in tokens. Where
 * there is no room for a column each, neighbouring turns that differ the least
 * are one column, with their sum.
 *
 * @param ledger The run, turn by turn.
 * @param options Additional options.
 * @returns The table and what is to be known about it.
 */
export function drawLedger(
  ledger: RunLedger,
  options: DrawOptions = {},
): string {
  const { color = false, columns: room = Infinity } = options;
  const lines = linesOf(ledger);
  const turns = new TurnFolds(ledger);
  while (turns.folds.length > Math.max(1, room / NARROWEST)) turns.fold();
  const drawn = (how: DrawOptions) =>
    drawColumns(lines, columnsOf(ledger, turns.folds, room), how);
  while (turns.folds.length > 1 && widest(drawn({})) > room) turns.fold();
  const notes = ledgerNotes(ledger, turns.folds.length < ledger.turns.length)
    .map((note) => wrapped(styled(note, "dim", color), options));
  return [drawn(options), ...(notes.length > 0 ? [""] : []), ...notes]
    .join("\n");
}
