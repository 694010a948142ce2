import {
  type Column,
  drawColumns,
  type DrawColumnsOptions,
} from "./columns.ts";
import { count, size } from "./format.ts";
import { growthStyle } from "./growth_style.ts";
import {
  leastOfIds,
  LONGEST_BEGINNING,
  SHORTEST_BEGINNING,
} from "./_least_of_ids.ts";
import { largestPart } from "./_largest_part.ts";
import { startedOf } from "./_started_of.ts";
import type { PromptBytes, TurnRow } from "../model/turn_row.ts";

const signed = (value: number | undefined) =>
  value === undefined ? undefined : `${value > 0 ? "+" : ""}${count(value)}`;
/** In tokens; of an older trace in bytes. */
const amount = (tokens: number | undefined, bytes: number | undefined) => {
  if (tokens !== undefined) return count(tokens);
  return bytes === undefined ? undefined : size(bytes);
};

/** Options for {@linkcode drawTable}. */
export interface TableOptions extends DrawColumnsOptions {
  /** The time now, in milliseconds since 1970: of today the day is not said. */
  readonly now?: number;
}

/** The columns of sizes, which are the first to go where there is no room. */
function sizes(title: string, part: keyof PromptBytes): Column<TurnRow> {
  const worth = part === "results" ? 2 : 1;
  return {
    title,
    cell: (r) => amount(r.tokens?.[part], r.bytes?.[part]),
    right: true,
    worth,
  };
}

/**
 * What made the prompt large: what it grew by, be it in an earlier turn, and in
 * a first turn what most of it is.
 */
function cause(row: TurnRow): string | undefined {
  const { cameIn, turn } = row;
  const { grewBy, grewByBytes, grewByTokens } = cameIn ?? row;
  if (grewBy === undefined) return turn === 1 ? bulk(row) : undefined;
  const tokens = amount(grewByTokens, grewByBytes);
  const where = cameIn?.turn === undefined
    ? undefined
    : `(turn ${cameIn.turn})`;
  return [grewBy, tokens, where].filter((part) => part !== undefined).join(" ");
}

/** What most of a first prompt is. */
function bulk(row: TurnRow): string | undefined {
  const [top] = row.sources ?? [];
  if (top !== undefined) return `${top.source} ${count(top.tokens)}`;
  const [part, bytes] = largestPart(row) ?? [];
  return part && `${part} ${amount(undefined, bytes)}`;
}

/** The columns that say which run a turn is of, cut as short as tells it. */
function idColumns(rows: readonly TurnRow[]): Column<TurnRow>[] {
  const run = (r: TurnRow) => r.runId ?? r.traceId;
  const trace = (r: TurnRow) => r.traceId;
  const least = leastOfIds(rows.map(run));
  const title = "RUN";
  // One id may have been given to several runs; their traces are different.
  const ofRuns = new Set(rows.map((r) => `${run(r)} ${r.traceId}`));
  const isRepeated = ofRuns.size > new Set(rows.map(run)).size;
  if (least <= LONGEST_BEGINNING && !isRepeated) {
    return [{ title, cell: run, least, isId: true, worth: 8 }];
  }
  const traces = Math.min(LONGEST_BEGINNING, leastOfIds(rows.map(trace)));
  return [
    { title, cell: run, least: SHORTEST_BEGINNING, isId: true, worth: 8 },
    { title: "TRACE", cell: trace, least: traces, isId: true, worth: 9 },
  ];
}

function columnsOf(
  rows: readonly TurnRow[],
  now: number | undefined,
): Column<TurnRow>[] {
  const largest = rows.reduce(
    (most, { promptTokens = 0 }) => Math.max(most, promptTokens),
    0,
  );
  return [
    ...idColumns(rows),
    { title: "STARTED", cell: startedOf(rows, now), worth: 7 },
    { title: "RUNNER", cell: (r) => r.runner, least: 8, worth: 4 },
    { title: "AGENT", cell: (r) => r.agent, least: 8, worth: 5 },
    { title: "TURN", cell: (r) => r.turn?.toString(), right: true, worth: 11 },
    { title: "MODEL", cell: (r) => r.model, least: 8, worth: 3 },
    {
      title: "TOKENS",
      cell: (r) =>
        r.promptTokens === undefined ? undefined : count(r.promptTokens),
      right: true,
      worth: 12,
    },
    {
      title: "GROWTH",
      cell: (r) => signed(r.growthTokens),
      // Its own growth, not that of the earlier turn that most came in.
      style: ({ promptTokens, growthTokens }) =>
        growthStyle({ promptTokens, growthTokens }, largest),
      right: true,
      worth: 6,
    },
    sizes("INSTRUCTIONS", "instructions"),
    sizes("TOOLS", "tools"),
    sizes("MESSAGES", "messages"),
    sizes("RESULTS", "results"),
    {
      title: "GREW BY",
      cell: cause,
      style: (r) => growthStyle(r, largest),
      least: 10,
      worth: 10,
    },
  ];
}

/**
 * Draws turns as a table.
 *
 * @param rows The turns.
 * @param options Additional options.
 * @returns The lines, the first of them the titles, without a final line end.
 */
export function drawTable(
  rows: readonly TurnRow[],
  options: TableOptions = {},
): string {
  return drawColumns(rows, columnsOf(rows, options.now), options);
}
