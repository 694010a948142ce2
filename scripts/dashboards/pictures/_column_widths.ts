import { measured } from "./measured.ts";

/** What stands in a column. */
export interface ColumnTexts {
  readonly heading: string;
  readonly cells: readonly string[];
  /** Whether its texts may be cut: a number that is cut is another number. */
  readonly mayShrink: boolean;
}

/** How wide a column is, and what is between it and the next. */
export interface ColumnWidth {
  readonly width: number;
  readonly gap: number;
}

const GAP = 10;
const WIDEST_GAP = 60;
const NARROWEST = 44;

/** How wide columns are if nothing is cut, with the least between them. */
export function fullWidth(columns: readonly ColumnTexts[]): number {
  return columns.reduce((sum, column) => sum + widthOf(column), 0) +
    GAP * (columns.length - 1);
}

/**
 * Gives each column what it needs, and where there is less than that, takes it
 * from the widest.
 */
export function columnWidths(
  columns: readonly ColumnTexts[],
  width: number,
): ColumnWidth[] {
  const widths = columns.map(widthOf);
  let missing = fullWidth(columns) - width;
  for (; missing > 0; missing--) {
    const widest = widestOf(widths, columns);
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  const between = Math.max(1, columns.length - 1);
  const gap = GAP + Math.min(WIDEST_GAP, Math.max(0, -missing) / between);
  return widths.map((width) => ({ width, gap }));
}

function widthOf({ heading, cells }: ColumnTexts): number {
  return Math.ceil(Math.max(
    ...heading.split(" ").map((word) => measured(word, "note")),
    ...cells.map((cell) => measured(cell, "value")),
  ));
}

/** The widest of those that may be cut, and can be. */
function widestOf(
  widths: readonly number[],
  columns: readonly ColumnTexts[],
): number | undefined {
  let found: number | undefined;
  for (const [index, width] of widths.entries()) {
    if (columns[index]?.mayShrink !== true || width <= NARROWEST) continue;
    if (found === undefined || width > (widths[found] ?? 0)) found = index;
  }
  return found;
}
