import { printableLine } from "../../tracing/base/printable.ts";
import { cutTo, displayWidth, styled } from "./format.ts";

/** Options for {@linkcode drawColumns}. */
export interface DrawColumnsOptions {
  /** How wide it may be; as wide as it needs to be when absent. */
  readonly columns?: number;
  /**
   * Whether to use colours.
   *
   * @default {false}
   */
  readonly color?: boolean;
}

/** One column of a table. */
export interface Column<T> {
  /** What stands above it. */
  readonly title: string;
  /** Its text for a row, where there is any. */
  readonly cell: (row: T) => string | undefined;
  /** Numbers are at the right. */
  readonly right?: true;
  /** How narrow it may be cut; numbers never are. */
  readonly least?: number;
  /** Where there is no room, the column of the lowest worth is left out. */
  readonly worth: number;
}

interface Filled<T> {
  readonly column: Column<T>;
  readonly cells: readonly string[];
  /** How wide its widest cell is. */
  readonly full: number;
  width: number;
}

const GAP = "  ";

function fill<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
): Filled<T>[] {
  return columns.flatMap((column) => {
    const found = rows.map(column.cell);
    // A column that no row has anything for is left out.
    if (found.every((cell) => cell === undefined)) return [];
    const cells = [
      column.title,
      ...found.map((cell) => printableLine(cell ?? "-")),
    ];
    const full = widest(cells);
    return [{ column, cells, full, width: full }];
  });
}

/** How wide the widest is: a table may have more rows than a call arguments. */
function widest(cells: readonly string[]): number {
  return cells.reduce((width, cell) => Math.max(width, displayWidth(cell)), 0);
}

const total = (filled: readonly { readonly width: number }[]) =>
  filled.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);

/** Narrows the widest text columns, then leaves out whole columns. */
function fit<T>(filled: Filled<T>[], columns: number): Filled<T>[] {
  let kept = filled;
  while (kept.length > 1) {
    for (const one of kept) one.width = atMost(one, columns);
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
    // That has made room: begin again from the full widths.
    for (const one of kept) one.width = one.full;
  }
  return kept;
}

/** A column's width, where it is text no more than all the room that there is. */
function atMost<T>({ column, full }: Filled<T>, columns: number): number {
  return column.least === undefined
    ? full
    : Math.min(full, Math.max(columns, column.least));
}

/**
 * Draws a table: a line of titles, then one line a row.
 *
 * @typeParam T What a row is.
 * @param rows The rows.
 * @param columns The columns; one that no row has anything for is left out.
 * @param options Additional options.
 * @returns The lines, without a final line end.
 */
export function drawColumns<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  options: DrawColumnsOptions = {},
): string {
  const { columns: room = Infinity, color = false } = options;
  const filled = fit(fill(rows, columns), room);
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
