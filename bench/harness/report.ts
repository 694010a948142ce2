import { fitted } from "../../command_line/fitted.ts";
import type { Figure } from "../suite.ts";
import type { SuiteResult } from "./results.ts";
import { summarize, type Summary } from "./summary.ts";

/** Cells of a row. */
type Row = readonly string[];

/**
 * Draws a suite for a terminal: its title, what it is about, and for each
 * figure the ways below each other.
 *
 * @param suite What was measured.
 * @param columns How wide the terminal is.
 * @returns The text, with an empty line at its end.
 */
export function reportOf(suite: SuiteResult, columns?: number): string {
  const tables = suite.figures.map(({ added, key, ...named }) => {
    const shown = added === true && suite.bare !== undefined;
    const head = [heading(named), "median", "lowest–highest", "ratio"];
    if (shown) head.push("added", "ratio");
    const rows = summarize(suite, key).map((one) => rowOf(one, shown));
    return table([head, ...rows]);
  });
  const to = `Ratios are to ${suite.reference}${
    suite.bare === undefined ? "" : `; added is over ${suite.bare}`
  }; each way ran ${suite.rounds === 1 ? "once" : `${suite.rounds} times`}.`;
  const title = `${suite.title} (${suite.name})`;
  const about = fitted(`${suite.about} ${to}`, columns);
  return [`${title}\n${about}`, ...tables, ""].join("\n\n");
}

/**
 * Writes the heading of a figure.
 *
 * @param figure The figure.
 * @returns Its title, with its unit where it has one.
 */
export function heading(
  { title, unit }: Pick<Figure, "title" | "unit">,
): string {
  return unit === "" ? title : `${title}, ${unit}`;
}

function rowOf(one: Summary, withAdded: boolean): Row {
  return [
    `  ${one.way}`,
    figure(one.median),
    `${figure(one.lowest)}–${figure(one.highest)}`,
    ratio(one.ratio),
    ...(withAdded ? [figure(one.added), ratio(one.addedRatio)] : []),
  ];
}

/**
 * Writes a figure with three digits that count, and no more; whole numbers whole.
 *
 * @param value The figure.
 * @returns Its text, empty where there is none.
 */
export function figure(value: number | undefined): string {
  if (value === undefined) return "";
  const size = Math.abs(value);
  const digits = size >= 100 || Number.isInteger(value)
    ? 0
    : size >= 10
    ? 1
    : size >= 0.1
    ? 2
    : 3;
  return value.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/**
 * Writes a ratio.
 *
 * @param value The ratio.
 * @returns Its text with two digits after the point, empty where there is none.
 */
export function ratio(value: number | undefined): string {
  return value === undefined ? "" : value.toFixed(2);
}

/** Columns below each other: the first to the left, the others to the right. */
function table(rows: readonly Row[]): string {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((row) => [...row[column] ?? ""].length))
  );
  return rows.map((row) =>
    row.map((cell, column) =>
      column === 0
        ? cell.padEnd(widths[column]!)
        : cell.padStart(widths[column]!)
    ).join("  ").trimEnd()
  ).join("\n");
}
