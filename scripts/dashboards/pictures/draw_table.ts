import type { AttributeValue } from "../../../turns/source/span.ts";
import type { Rows } from "../result.ts";
import { columnWidths, fullWidth } from "./_column_widths.ts";
import type { Drawing } from "./drawing.ts";
import { element } from "./element.ts";
import { heading } from "./heading.ts";
import { label } from "./label.ts";
import { paragraph } from "./paragraph.ts";
import { stacked } from "./stacked.ts";
import { unitOf } from "./unit_of.ts";
import { valueText } from "./value_text.ts";
import { wrapped } from "./wrapped.ts";

/** How much of a table is drawn. */
export interface DrawTableOptions {
  readonly width: number;
  /**
   * How many rows at most.
   *
   * @default {10}
   */
  readonly limit?: number;
}

interface Column {
  readonly key: string;
  readonly heading: string;
  readonly cells: readonly string[];
  readonly mayShrink: boolean;
}

interface Placed extends Column {
  readonly x: number;
  readonly width: number;
}

/** What is left out first where the columns are wider than there is room. */
const LESS_NEEDED = [
  "trace.span_id",
  "trace.trace_id",
  "agent.run_id",
  "gen_ai.conversation.id",
  "gen_ai.usage.cache_read.input_tokens",
  "gen_ai.usage.output_tokens",
  "gen_ai.agent.name",
  "turn.prompt.tokens_basis",
];

/** Ids are for copying: their beginnings tell them apart. */
const IDS = [
  "agent.run_id",
  "gen_ai.conversation.id",
  "trace.span_id",
  "trace.trace_id",
];
const OF_AN_ID = 8;

const ROW = 22;
const LINE = 15;

/**
 * Draws rows of values, and says which columns and rows it leaves out.
 *
 * @param rows The rows, in their order.
 * @param options The room, and the most rows.
 * @returns The table, and what it leaves out.
 */
export function drawTable(rows: Rows, options: DrawTableOptions): Drawing {
  const { width, limit = 10 } = options;
  const shown = rows.rows.slice(0, limit);
  const all = rows.columns.map((key) => columnOf(key, shown));
  const columns = placed(whatFits(all, width), width);
  const lines = columns.map((column) =>
    wrapped(column.heading, column.width, "note")
  );
  const top = Math.max(...lines.map(({ length }) => length)) * LINE + 6;
  const table: Drawing = {
    height: top + shown.length * ROW,
    body: [
      ...columns.map((column, index) =>
        drawHeading(column, lines[index] ?? [])
      ),
      ...shown.map((_, index) =>
        drawRow(index, columns, { y: top + index * ROW, width })
      ),
    ].join("\n"),
  };
  const fewer = rows.rows.length - shown.length;
  const hidden = rows.columns.filter((key) =>
    !columns.some((column) => column.key === key)
  );
  return stacked([
    table,
    ...(fewer > 0 ? [paragraph(`${fewer} more.`, width)] : []),
    ...(hidden.length > 0
      ? [paragraph(`Not drawn: ${hidden.join(", ")}.`, width)]
      : []),
  ], 4);
}

function columnOf(key: string, rows: Rows["rows"]): Column {
  const values = rows.map((row) => row[key]);
  return {
    key,
    heading: heading(key),
    cells: values.map((value) => cellOf(key, value)),
    mayShrink: values.some((value) =>
      value !== undefined && typeof value !== "number"
    ),
  };
}

function cellOf(key: string, value: AttributeValue | undefined): string {
  const text = valueText(value, unitOf(key));
  return IDS.includes(key) && text.length > OF_AN_ID + 2
    ? `${text.slice(0, OF_AN_ID)}…`
    : text;
}

function whatFits(columns: readonly Column[], width: number): Column[] {
  const kept = [...columns];
  for (const key of LESS_NEEDED) {
    if (fullWidth(kept) <= width) break;
    const index = kept.findIndex((column) => column.key === key);
    if (index >= 0) kept.splice(index, 1);
  }
  return kept;
}

function placed(columns: readonly Column[], width: number): Placed[] {
  const widths = columnWidths(columns, width);
  let x = 0;
  return columns.map((column, index) => {
    const { width = 0, gap = 0 } = widths[index] ?? {};
    const at = x;
    x += width + gap;
    return { ...column, x: at, width };
  });
}

/** Numbers stand under each other to the right, words to the left. */
const place = ({ mayShrink, x, width }: Placed) =>
  mayShrink
    ? { x, width, anchor: "start" as const }
    : { x: x + width, width, anchor: "end" as const };

function drawHeading(column: Placed, lines: readonly string[]): string {
  return lines.map((line, index) =>
    label(line, {
      ...place(column),
      y: 12 + index * LINE,
      style: "note",
      hint: column.key,
    })
  ).join("");
}

function drawRow(
  index: number,
  columns: readonly Placed[],
  { y, width }: { readonly y: number; readonly width: number },
): string {
  const ends = { x1: 0, y1: y, x2: width, y2: y };
  const cells = columns.map((column) =>
    label(column.cells[index] ?? "", {
      ...place(column),
      y: y + 15,
      style: "value",
    })
  );
  return [element("line", { ...ends, class: "rule" }), ...cells].join("");
}
