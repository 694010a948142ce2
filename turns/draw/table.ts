import {
  type Column,
  drawColumns,
  type DrawColumnsOptions,
} from "./columns.ts";
import { count, size } from "./format.ts";
import type { TurnRow } from "../model/turn_row.ts";

const signed = (value: number | undefined) =>
  value === undefined ? undefined : `${value > 0 ? "+" : ""}${count(value)}`;
const sized = (bytes: number | undefined) =>
  bytes === undefined ? undefined : size(bytes);

const COLUMNS: readonly Column<TurnRow>[] = [
  { title: "RUN", cell: (r) => r.runId ?? r.traceId, least: 8, worth: 8 },
  { title: "RUNNER", cell: (r) => r.runner, least: 6, worth: 3 },
  { title: "AGENT", cell: (r) => r.agent, least: 6, worth: 1 },
  { title: "TURN", cell: (r) => r.turn?.toString(), right: true, worth: 9 },
  { title: "MODEL", cell: (r) => r.model, least: 8, worth: 2 },
  {
    title: "TOKENS",
    cell: (r) =>
      r.promptTokens === undefined ? undefined : count(r.promptTokens),
    right: true,
    worth: 10,
  },
  {
    title: "GROWTH",
    cell: (r) => signed(r.growthTokens),
    right: true,
    worth: 7,
  },
  {
    title: "INSTRUCTIONS",
    cell: (r) => sized(r.bytes?.instructions),
    right: true,
    worth: 4,
  },
  { title: "TOOLS", cell: (r) => sized(r.bytes?.tools), right: true, worth: 4 },
  {
    title: "MESSAGES",
    cell: (r) => sized(r.bytes?.messages),
    right: true,
    worth: 4,
  },
  {
    title: "RESULTS",
    cell: (r) => sized(r.bytes?.results),
    right: true,
    worth: 5,
  },
  {
    title: "GREW BY",
    cell: (r) =>
      r.grewBy === undefined
        ? undefined
        : [r.grewBy, sized(r.grewByBytes)].filter((part) => part).join(" "),
    least: 10,
    worth: 6,
  },
];

/**
 * Draws turns as a table.
 *
 * @param rows The turns.
 * @param options Additional options.
 * @returns The lines, the first of them the titles, without a final line end.
 */
export function drawTable(
  rows: readonly TurnRow[],
  options: DrawColumnsOptions = {},
): string {
  return drawColumns(rows, COLUMNS, options);
}
