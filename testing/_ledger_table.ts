import type { AttributeMatcher } from "./matchers.ts";
import { tokensInWords } from "./_token_words.ts";
import { fits, show } from "./_values.ts";

/** What a source should hold, and what it holds. */
export interface LedgerLine {
  readonly source: string;
  readonly expected: number | AttributeMatcher | undefined;
  readonly actual: number | undefined;
}

/**
 * Draws a ledger beside the one that was expected.
 *
 * @returns Its lines, those that differ marked; none where all are equal.
 */
export function ledgerTable(lines: readonly LedgerLine[]): string[] {
  if (lines.every(isEqual)) return [];
  const cells = [
    ["  source", "expected", "actual", "difference"],
    ...lines.map(cellsOf),
  ];
  const widths = [0, 1, 2, 3].map((column) =>
    cells.reduce((most, row) => Math.max(most, row[column]!.length), 0)
  );
  return cells.map(([source = "", ...numbers]) =>
    [
      source.padEnd(widths[0]!),
      ...numbers.map((cell, place) => cell.padStart(widths[place + 1]!)),
    ].join("  ").trimEnd()
  );
}

function isEqual({ expected, actual }: LedgerLine): boolean {
  return fits(actual, expected);
}

function cellsOf(line: LedgerLine): string[] {
  const { source, expected, actual } = line;
  const mark = isEqual(line)
    ? " "
    : actual === undefined
    ? "-"
    : expected === undefined
    ? "+"
    : "!";
  return [
    `${mark} ${source}`,
    inCell(expected),
    inCell(actual),
    mark === " " || typeof expected === "function"
      ? ""
      : signed((actual ?? 0) - (expected ?? 0)),
  ];
}

function inCell(value: number | AttributeMatcher | undefined): string {
  if (value === undefined) return "–";
  return typeof value === "number" ? tokensInWords(value) : show(value);
}

function signed(tokens: number): string {
  return (tokens > 0 ? "+" : "") + tokensInWords(tokens);
}
