import { printableLine } from "../../tracing/base/printable.ts";
import {
  moreOf,
  type RunDiff,
  type SourceDiff,
  type TurnDiff,
} from "../model/diff_runs.ts";
import { type Column, drawColumns } from "./columns.ts";
import type { DrawOptions } from "./draw_tree.ts";
import { count, dollars, styled } from "./format.ts";
import { percent } from "./percent.ts";
import { sourceInWords } from "./_source_in_words.ts";
import { wrapped } from "./wrapped.ts";

/** More sources than this are no reason any more. */
const MOST_SOURCES = 3;

/** A difference with its sign. */
function signed(tokens: number): string {
  return tokens > 0 ? `+${count(tokens)}` : count(tokens);
}

function signedUsd(usd: number): string {
  return `${usd < 0 ? "-" : "+"}~${dollars(Math.abs(usd))}`;
}

/** How many calls, in words. */
const turns = (n: number) => `${count(n)} turn${n === 1 ? "" : "s"}`;

function answer({ a, b, sources, turns: differing }: RunDiff): string {
  const more = b.tokens - a.tokens;
  if (more === 0 && sources.length === 0 && differing.length === 0) {
    return `Both sent the same: ${count(a.tokens)} input tokens in ${
      turns(a.calls)
    }.`;
  }
  const share = a.tokens === 0 ? "" : ` (${percent(Math.abs(more), a.tokens)})`;
  const amount = more === 0
    ? `B sent as many input tokens as A, ${count(a.tokens)}`
    : `B sent ${count(Math.abs(more))} input tokens${share} ${
      more > 0 ? "more" : "fewer"
    } than A: ${count(b.tokens)} in ${turns(b.calls)} against ${
      count(a.tokens)
    } in ${turns(a.calls)}`;
  return `${amount}${costs(a.costUsd, b.costUsd)}${mostOf(more, sources)}.`;
}

function costs(a: number | undefined, b: number | undefined): string {
  if (a === undefined || b === undefined || a === b) return "";
  return `, ${dollars(Math.abs(b - a))} ${b > a ? "more" : "less"}`;
}

/** The source that differs the most in the direction of the whole. */
function mostOf(more: number, sources: readonly SourceDiff[]): string {
  const top = sources.find((one) => Math.sign(moreOf(one)) * more > 0) ??
    (more === 0 ? sources[0] : undefined);
  if (top === undefined) return "";
  return `; the most by ${printableLine(sourceInWords(top.source))} (${
    signed(moreOf(top))
  })`;
}

function tokensOf(tokens: number | undefined): string | undefined {
  return tokens === undefined ? undefined : count(tokens);
}

interface Pair {
  readonly a?: number;
  readonly b?: number;
}

function pairColumns<T extends Pair>(total: number): Column<T>[] {
  const number = (
    title: string,
    worth: number,
    cell: (pair: T) => string | undefined,
  ): Column<T> => ({ title, cell, right: true, worth });
  return [
    number("A", 5, ({ a }) => tokensOf(a)),
    number("B", 6, ({ b }) => tokensOf(b)),
    {
      ...number("MORE", 10, (pair) => signed(moreOf(pair))),
      style: (pair) =>
        total > 0 && moreOf(pair) * 2 > total ? "yellow" : undefined,
    },
  ];
}

function sourceTable(diff: RunDiff, options: DrawOptions): string {
  const total = diff.b.tokens - diff.a.tokens;
  // What is not in a run is told from what is, with 0 tokens or more.
  const rows = diff.sources.map(({ source, a, b, moreUsd }) => ({
    source,
    ...(a > 0 && { a }),
    ...(b > 0 && { b }),
    ...(moreUsd !== undefined && { moreUsd }),
  }));
  return drawColumns<typeof rows[number]>(rows, [
    { title: "SOURCE", cell: ({ source }) => source, least: 12, worth: 12 },
    ...pairColumns<typeof rows[number]>(total),
    {
      title: "COST",
      cell: ({ moreUsd }) => moreUsd && signedUsd(moreUsd) || undefined,
      right: true,
      worth: 7,
    },
  ], options);
}

/** The sources from the one place to the other, with how much more each has. */
function reasons(
  { sources }: TurnDiff,
  from: number,
  to: number,
): string | undefined {
  const said = sources.slice(from, to)
    .map((one) => `${one.source} ${signed(moreOf(one))}`).join(", ");
  return said || undefined;
}

function turnTable(diff: RunDiff, options: DrawOptions): string {
  const total = diff.b.tokens - diff.a.tokens;
  return drawColumns(diff.turns, [
    {
      title: "TURN",
      cell: ({ agent, turn }) => `turn ${turn} of ${agent}`,
      least: 12,
      worth: 12,
    },
    ...pairColumns<TurnDiff>(total),
    {
      title: "BY",
      cell: (turn) => reasons(turn, 0, 1),
      least: 12,
      worth: 9,
    },
    {
      title: "AND",
      cell: (turn) => reasons(turn, 1, MOST_SOURCES),
      least: 20,
      worth: 4,
    },
  ], options);
}

function same(n: number, what: string): string {
  if (n === 0) return "";
  return `\n${count(n)} ${what}${n === 1 ? " is" : "s are"} the same`;
}

/**
 * Draws what two runs sent: how much more the second in a sentence, then the
 * sources and the turns that differ.
 *
 * @param diff What differs.
 * @param options Additional options.
 * @returns The lines, without a final line end.
 */
export function drawDiff(diff: RunDiff, options: DrawOptions = {}): string {
  const { color = false } = options;
  const said = wrapped(styled(answer(diff), "bold", color), options);
  const tables = [
    diff.sources.length === 0
      ? ""
      : `${sourceTable(diff, options)}${same(diff.sameSources, "source")}`,
    diff.turns.length === 0
      ? ""
      : `${turnTable(diff, options)}${same(diff.sameTurns, "turn")}`,
  ].filter((table) => table !== "");
  return [said, ...tables].join("\n\n");
}
