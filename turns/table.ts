import {
  count,
  cutTo,
  displayWidth,
  printable,
  size,
  styled,
} from "./format.ts";
import type { TurnRow } from "./turn_row.ts";

/** Options for {@linkcode drawTable}. */
export interface TableOptions {
  /** How wide it may be; as wide as it needs to be when absent. */
  readonly columns?: number;
  /**
   * Whether to use colours.
   *
   * @default {false}
   */
  readonly color?: boolean;
}

interface Column {
  readonly title: string;
  readonly cell: (row: TurnRow) => string | undefined;
  /** Numbers are at the right. */
  readonly right?: true;
  /** How narrow it may be cut; numbers never are. */
  readonly least?: number;
  /** The order in which columns go when there is no room, the lowest first. */
  readonly worth: number;
}

const signed = (value: number | undefined) =>
  value === undefined ? undefined : `${value > 0 ? "+" : ""}${count(value)}`;
const sized = (bytes: number | undefined) =>
  bytes === undefined ? undefined : size(bytes);

const COLUMNS: readonly Column[] = [
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

interface Filled {
  readonly column: Column;
  readonly cells: readonly string[];
  width: number;
}

const GAP = "  ";

function fill(rows: readonly TurnRow[]): Filled[] {
  return COLUMNS.flatMap((column) => {
    const found = rows.map(column.cell);
    // A column that no row has anything for is left out.
    if (found.every((cell) => cell === undefined)) return [];
    const cells = [
      column.title,
      ...found.map((cell) => printable(cell ?? "-")),
    ];
    return [{ column, cells, width: Math.max(...cells.map(displayWidth)) }];
  });
}

const total = (filled: readonly Filled[]) =>
  filled.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);

/** Cuts the widest text column bit by bit, then lets whole columns go. */
function fit(filled: Filled[], columns: number): Filled[] {
  let kept = filled;
  while (kept.length > 1) {
    for (let over = total(kept) - columns; over > 0; over--) {
      const [widest] = kept.filter(({ column, width }) =>
        column.least !== undefined && width > column.least
      ).sort((a, b) => b.width - a.width);
      if (widest === undefined) break;
      widest.width--;
    }
    if (total(kept) <= columns) return kept;
    const least = Math.min(...kept.map(({ column }) => column.worth));
    kept = kept.filter(({ column }) => column.worth !== least);
    // What went has made room: begin again from the full widths.
    for (const one of kept) {
      one.width = Math.max(...one.cells.map(displayWidth));
    }
  }
  return kept;
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
  const { columns = Infinity, color = false } = options;
  const filled = fit(fill(rows), columns);
  const lines = Array.from({ length: rows.length + 1 }, (_, i) => {
    const parts = filled.map(({ column, cells, width }) => {
      const cell = cutTo(cells[i] ?? "", width);
      const pad = " ".repeat(width - displayWidth(cell));
      return column.right ? pad + cell : cell + pad;
    });
    return parts.join(GAP).trimEnd();
  });
  const [head = "", ...body] = lines;
  return [styled(head, "bold", color), ...body].join("\n");
}
