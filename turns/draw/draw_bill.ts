import { printableLine } from "../../tracing/base/printable.ts";
import type { Bill } from "../model/bill.ts";
import type { BillBy, BillLine } from "../model/bill_line.ts";
import { type Column, drawColumns } from "./columns.ts";
import type { DrawOptions } from "./draw_tree.ts";
import { count, dollars, styled } from "./format.ts";
import {
  leastOfIds,
  LONGEST_BEGINNING,
  SHORTEST_BEGINNING,
} from "./_least_of_ids.ts";
import { percent } from "./percent.ts";
import { sourceInWords } from "./_source_in_words.ts";
import { wrapped } from "./wrapped.ts";

/** The bill's largest line in words, by what it has lines for. */
function inWords(by: BillBy, { name, agent, runner }: BillLine): string {
  if (by === "source") return `is ${sourceInWords(name)}`;
  if (by === "run") return `was sent by run ${name}`;
  if (by === "runner") return `was sent by ${name}`;
  if (by === "model") return `was sent to ${name}`;
  if (by === "conversation") return `was sent in conversation ${name}`;
  if (by === "agent" || by === "turn") {
    const inside = (by === "turn" ? agent : name) === runner || !runner
      ? ""
      : ` (in ${runner})`;
    return `was sent by ${name}${inside}`;
  }
  return by === "tool"
    ? `is results of ${name}`
    : `is of ${name}, definitions and results`;
}

/** Names that nobody gave: what they stand for is nobody's to cut. */
const isNobodys = ({ name }: BillLine) =>
  name === "unknown" || name === "other" || name.startsWith("(");

/** The largest line as a sentence. */
function answer({ by, lines, tokens, calls }: Bill): string {
  const top = lines.find((line) => !isNobodys(line));
  const turns = `${count(calls)} turn${calls === 1 ? "" : "s"}`;
  const sent = `${count(tokens)} input tokens in ${turns}`;
  if (top === undefined) return `${sent}.`;
  const unknown = lines.find(({ name }) => name === "unknown")?.tokens ?? 0;
  const largest = top.tokens * 2 > tokens ? "most of it" : "the largest part";
  const part = unknown > top.tokens ? `of what is known, ${largest}` : largest;
  return `${sent}; ${part}, ${count(top.tokens)} (${
    percent(top.tokens, tokens)
  }), ${printableLine(inWords(by, top))}.`;
}

function placeOf({ cameIn }: BillLine): string | undefined {
  if (cameIn === undefined) return undefined;
  const { turn, agent } = cameIn;
  const which = turn === undefined ? "a call" : `turn ${turn}`;
  return agent === undefined ? which : `${which} of ${agent}`;
}

const TITLES: Readonly<Record<BillBy, string>> = {
  source: "SOURCE",
  server: "SERVER",
  tool: "TOOL",
  agent: "AGENT",
  turn: "TURN",
  run: "RUN",
  runner: "RUNNER",
  model: "MODEL",
  conversation: "CONVERSATION",
};

/** A beginning of a run's id that tells it from the others. */
function leastOf(ids: readonly string[]): number {
  return Math.min(LONGEST_BEGINNING, leastOfIds(ids));
}

function columnsOf({ by, tokens, lines }: Bill): Column<BillLine>[] {
  const isRun = by === "run";
  const isPart = by === "source" || by === "server" || by === "tool";
  const names = lines.map(({ name }) => name);
  const runs = new Set(lines.map(({ cameIn }) => cameIn?.run));
  return [
    {
      title: TITLES[by],
      cell: ({ name }) => name,
      least: isRun ? leastOf(names) : 12,
      ...(isRun && { isId: true }),
      worth: 12,
    },
    {
      title: "RUNNER",
      cell: ({ runner }) => runner,
      least: 8,
      worth: 4,
    },
    number("TOKENS", 11, (line) => count(line.tokens)),
    {
      title: "SHARE",
      cell: (line) => percent(line.tokens, tokens),
      style: (line) => line.tokens * 2 > tokens ? "yellow" : undefined,
      right: true,
      worth: 10,
    },
    number("COST", 7, ({ costUsd }) => costUsd && `~${dollars(costUsd)}`),
    number(
      "CALLS",
      9,
      ({ calls }) => calls === undefined ? undefined : count(calls),
    ),
    ...(by === "turn" || isRun ? [] : cameInColumns(runs)),
    ...(isPart ? [] : [{
      title: "MOST OF IT",
      cell: ({ topSource }: BillLine) =>
        topSource && `${topSource.source} ${count(topSource.tokens)}`,
      least: 12,
      worth: 8,
    }]),
  ];
}

function cameInColumns(
  runs: ReadonlySet<string | undefined>,
): Column<BillLine>[] {
  const ids = [...runs].filter((id) => id !== undefined);
  const ofRun: Column<BillLine> = {
    title: "OF RUN",
    cell: ({ cameIn }) => cameIn?.run,
    least: Math.max(SHORTEST_BEGINNING, leastOf(ids)),
    isId: true,
    worth: 3,
  };
  return [
    { title: "CAME IN", cell: placeOf, least: 7, worth: 6 },
    ...(ids.length > 1 ? [ofRun] : []),
    number("IN A ROW", 5, ({ turnsInARow }) => turnsInARow?.toString()),
  ];
}

function number(
  title: string,
  worth: number,
  cell: (line: BillLine) => string | 0 | undefined,
): Column<BillLine> {
  return { title, cell: (line) => cell(line) || undefined, right: true, worth };
}

/**
 * Draws a bill: what is most of it in a sentence, then a line each.
 *
 * @param bill The bill.
 * @param options Additional options.
 * @returns The lines, without a final line end.
 */
export function drawBill(bill: Bill, options: DrawOptions = {}): string {
  const { color = false } = options;
  const { rest } = bill;
  const said = wrapped(styled(answer(bill), "bold", color), options);
  const table = drawColumns(bill.lines, columnsOf(bill), options);
  const more = rest.lines === 0 ? "" : `\n${
    wrapped(
      `and ${count(rest.lines)} more: ${count(rest.tokens)} tokens (${
        percent(rest.tokens, bill.tokens)
      }), --top shows more lines`,
      options,
    )
  }`;
  const unknown = bill.lines.find(({ name }) => name === "unknown");
  const note = unknown === undefined || unknown.tokens * 2 <= bill.tokens
    ? ""
    : `\n\n${
      wrapped(
        styled(
          "unknown: input without a ledger, as in traces of older versions",
          "dim",
          color,
        ),
        options,
      )
    }`;
  return `${said}\n\n${table}${more}${note}`;
}
