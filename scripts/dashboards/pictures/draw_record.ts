import type { Rows } from "../result.ts";
import type { Drawing } from "./drawing.ts";
import { heading } from "./heading.ts";
import { paragraph } from "./paragraph.ts";
import { stacked } from "./stacked.ts";
import { unitOf } from "./unit_of.ts";
import { valueText } from "./value_text.ts";

/**
 * Draws rows whose values are lists, too long for a table: each column by
 * itself, its value over as many lines as it takes.
 *
 * @param rows The rows.
 * @param width The room that there is.
 * @returns The values, row by row.
 */
export function drawRecord({ columns, rows }: Rows, width: number): Drawing {
  return stacked(
    rows.map((row) =>
      stacked(
        columns.map((column) =>
          stacked([
            paragraph(heading(column), width),
            paragraph(valueText(row[column], unitOf(column)), width, "value"),
          ])
        ),
        6,
      )
    ),
    14,
  );
}
