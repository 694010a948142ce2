import type { Rows } from "../result.ts";
import type { Drawing } from "./drawing.ts";
import { drawRecord } from "./draw_record.ts";
import { drawTable } from "./draw_table.ts";
import { paragraph } from "./paragraph.ts";
import { stacked } from "./stacked.ts";
import { valueText } from "./value_text.ts";

/** How rows are drawn. */
export interface DrawRowsOptions {
  readonly width: number;
  /** The column whose largest value comes first. */
  readonly sortBy?: string;
  /**
   * How many rows at most.
   *
   * @default {10}
   */
  readonly limit?: number;
}

/** Columns of every search, which are not what was asked for. */
const OF_EVERY_SEARCH = ["traceId", "spanId", "name", "start", "duration"];

/** A longer value, such as a list, takes lines of its own. */
const LONGEST_CELL = 60;

/**
 * Draws the rows of a search: what was selected, and of that the columns that
 * hold something.
 *
 * @param rows What the search returned.
 * @param options The room, the order and the most rows.
 * @returns The rows, and what of them is empty.
 */
export function drawRows(
  rows: Rows,
  { width, sortBy, limit = 10 }: DrawRowsOptions,
): Drawing {
  const asked = rows.columns.filter((key) => !OF_EVERY_SEARCH.includes(key));
  const columns = asked.filter((key) =>
    rows.rows.some((row) => row[key] !== undefined)
  );
  const empty = asked.filter((key) => !columns.includes(key));
  const shown: Rows = {
    kind: "rows",
    columns,
    rows: sortBy === undefined
      ? rows.rows
      : rows.rows.toSorted((a, b) =>
        Number(b[sortBy] ?? 0) - Number(a[sortBy] ?? 0)
      ),
  };
  const lists = shown.rows.some((row) =>
    columns.some((key) => valueText(row[key]).length > LONGEST_CELL)
  );
  return stacked([
    lists ? drawRecord(shown, width) : drawTable(shown, { width, limit }),
    ...(empty.length === 0
      ? []
      : [paragraph(`Empty in the demo: ${empty.join(", ")}.`, width)]),
  ], 4);
}
