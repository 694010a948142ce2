import type { Rows } from "../result.ts";
import type { Drawing } from "./drawing.ts";
import { element } from "./element.ts";
import { drawLegend } from "./draw_legend.ts";
import { label } from "./label.ts";
import { largestTurn } from "./largest_turn.ts";
import { measured } from "./measured.ts";
import { moved } from "./moved.ts";
import { promptTokens } from "./prompt_tokens.ts";
import { stacked } from "./stacked.ts";
import { SERIES_COLOURS } from "./style.ts";
import { valueText } from "./value_text.ts";

type Row = Rows["rows"][number];

/** The classes of a prompt, in the order in which a request has them. */
const CLASSES = [
  ["turn.prompt.tokens.instructions", "instructions"],
  ["turn.prompt.tokens.tools", "tools"],
  ["turn.prompt.tokens.messages", "messages"],
  ["turn.prompt.tokens.results", "results"],
] as const;

/** The room that there is, and what parts of it take. */
interface Columns {
  readonly width: number;
  readonly names: number;
  readonly tokens: number;
  /** The tokens of the longest bar. */
  readonly most: number;
}

const GAP = 10;
const ROW = 34;
const BAR = 9;
/** Less than this is not seen. */
const THINNEST = 1.5;

/**
 * Draws the prompts of one agent's turns: how large each was, what it was made
 * of, and what made it grow.
 *
 * @param rows The turns, in their order.
 * @param width The room that there is.
 * @returns A bar a turn, and a legend with the largest turn's numbers.
 */
export function drawTurns(rows: readonly Row[], width: number): Drawing {
  const largest = largestTurn(rows);
  const columns: Columns = {
    width,
    names: Math.max(...rows.map((row) => measured(nameOf(row), "strong"))),
    tokens: Math.max(...rows.map((row) => measured(sizeOf(row), "strong"))),
    most: promptTokens(largest),
  };
  const bars: Drawing = {
    height: rows.length * ROW,
    body: rows.map((row, index) =>
      moved(drawTurn(row, row === largest, columns), 0, index * ROW)
    ).join("\n"),
  };
  const legend = drawLegend(
    CLASSES.map(([key, name]) => ({
      label: name,
      value: valueText(largest?.[key]),
    })),
    width,
  );
  return stacked([bars, legend], 6);
}

function drawTurn(
  row: Row,
  strong: boolean,
  { width, names, tokens, most }: Columns,
): string {
  const style = strong ? "strong" : "value";
  const y = 13;
  const x = names + GAP;
  return [
    label(nameOf(row), { x: 0, y, style, width: names }),
    label(whyOf(row), { x, y, style: "note", width: width - tokens - x - GAP }),
    label(sizeOf(row), { x: width, y, style, width: tokens, anchor: "end" }),
    moved(pieces(row, most === 0 ? 0 : width / most), 0, 18),
  ].join("");
}

function nameOf(row: Row): string {
  const phase = valueText(row["turn.phase"]);
  const name = `turn ${valueText(row["turn.index"])}`;
  return phase === "" ? name : `${name}, ${phase}`;
}

const sizeOf = (row: Row) => `${valueText(promptTokens(row))} tokens`;

/** What made the prompt grow, where it did. */
function whyOf(row: Row): string {
  const delta = row["turn.prompt.delta_tokens"];
  if (typeof delta !== "number") return "";
  const sign = delta < 0 ? "−" : "+";
  const by = valueText(row["turn.prompt.grew_by"]);
  const amount = valueText(row["turn.prompt.grew_by_tokens"]);
  return `${sign}${valueText(Math.abs(delta))}${
    by === "" ? "" : `, most by ${by} (${amount})`
  }`;
}

function pieces(row: Row, scale: number): string {
  let x = 0;
  return CLASSES.map(([key], index) => {
    const tokens = row[key];
    if (typeof tokens !== "number" || tokens <= 0) return "";
    const width = Math.max(THINNEST, tokens * scale);
    const drawn = element("rect", {
      class: `c${index % SERIES_COLOURS}`,
      x,
      y: 0,
      width,
      height: BAR,
    });
    x += width;
    return drawn;
  }).join("");
}
