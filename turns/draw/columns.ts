import { printableLine } from "../../tracing/base/printable.ts";
import { cutTo, displayWidth, type Style, styled } from "./format.ts";

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
  /** How its text for a row is stressed, where it is. */
  readonly style?: (row: T) => Style | undefined;
  /** Numbers are at the right. */
  readonly right?: true;
  /** How narrow it may be cut; numbers never are. */
  readonly least?: number;
  /** An id is cut before anything else: its beginning is as good. */
  readonly isId?: true;
  /** Where there is no room, the column of the lowest worth is cut, then left out. */
  readonly worth: number;
}

interface Filled<T> {
  readonly column: Column<T>;
  readonly cells: readonly string[];
  /** How wide it is with nothing cut. */
  readonly whole: number;
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
    const whole = widest(cells);
    return [{ column, cells, whole, width: whole }];
  });
}

/** How wide the widest is: a table may have more rows than a call arguments. */
function widest(cells: readonly string[]): number {
  return cells.reduce((width, cell) => Math.max(width, displayWidth(cell)), 0);
}

const total = (filled: readonly { readonly width: number }[]) =>
  filled.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);

/**
 * Makes columns fit: ids are cut, then what is of the lowest worth is cut and
 * left out before the next is touched. So what is of worth is cut last.
 */
function fit<T>(filled: readonly Filled<T>[], columns: number): Filled<T>[] {
  let kept = [...filled];
  const narrow = (some: readonly Filled<T>[]) => {
    for (const one of some) {
      const { column: { least = one.width }, width } = one;
      const over = Math.max(0, total(kept) - columns);
      one.width = Math.min(width, Math.max(least, width - over));
    }
  };
  narrow(kept.filter(({ column }) => column.isId));
  while (total(kept) > columns && kept.length > 1) {
    const lowest = Math.min(...kept.map(({ column }) => column.worth));
    const isLowest = ({ column }: Filled<T>) => column.worth === lowest;
    narrow(kept.filter(isLowest));
    if (total(kept) > columns) kept = kept.filter((one) => !isLowest(one));
  }
  // What was left out may have made more room than was needed.
  for (const one of kept) {
    one.width += Math.min(
      one.whole - one.width,
      Math.max(0, columns - total(kept)),
    );
  }
  return kept;
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
      const row = rows[i - 1];
      const style = row === undefined ? undefined : column.style?.(row);
      const shown = style === undefined ? cell : styled(cell, style, color);
      return column.right ? pad + shown : shown + pad;
    });
    return parts.join(GAP).trimEnd();
  });
  const [head = "", ...body] = lines;
  return [styled(head, "bold", color), ...body].join("\n");
}
