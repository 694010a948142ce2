import { sourcesOfTurn } from "./_bill_names.ts";
import { billOf } from "./bill.ts";
import type { ComparableRun } from "./comparable_run.ts";
import type { SourceTokens } from "./source_tokens.ts";
import type { TurnRow } from "./turn_row.ts";

/** A source in two runs, or in a turn of each. */
export interface SourceDiff {
  /** The source. */
  readonly source: string;
  /** Its tokens in the first. */
  readonly a: number;
  /** Its tokens in the second. */
  readonly b: number;
  /** How many dollars more it cost in the second, an estimate. */
  readonly moreUsd?: number;
}

/** A turn in two runs. */
export interface TurnDiff {
  /** Its agent, behind the names of those that started it. */
  readonly agent: string;
  /** Its number. */
  readonly turn: number;
  /** Tokens of its prompt in the first; absent where that has no such turn. */
  readonly a?: number;
  /** Tokens of its prompt in the second; absent likewise. */
  readonly b?: number;
  /** The sources that differ, the most first. */
  readonly sources: readonly SourceDiff[];
}

/** What a run came to. */
export interface RunTotal {
  /** Input tokens. */
  readonly tokens: number;
  /** Turns, and calls that stand in for one. */
  readonly calls: number;
  /** What it cost in dollars, where a proxy said. */
  readonly costUsd?: number;
}

/** What two runs sent, side by side. */
export interface RunDiff {
  /** The first. */
  readonly a: RunTotal;
  /** The second. */
  readonly b: RunTotal;
  /** The sources that differ over the runs, the most first. */
  readonly sources: readonly SourceDiff[];
  /** How many sources do not. */
  readonly sameSources: number;
  /** The turns that differ, agent by agent. */
  readonly turns: readonly TurnDiff[];
  /** How many turns do not. */
  readonly sameTurns: number;
  /** Whether both have a ledger; without, sources are not compared. */
  readonly hasSources: boolean;
}

/** How much more the second has. */
export function moreOf({ a = 0, b = 0 }: { a?: number; b?: number }): number {
  return b - a;
}

function diffSources(
  a: readonly SourceTokens[],
  b: readonly SourceTokens[],
): SourceDiff[] {
  const before = new Map(a.map(({ source, tokens }) => [source, tokens]));
  const after = new Map(b.map(({ source, tokens }) => [source, tokens]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((source) => ({
      source,
      a: before.get(source) ?? 0,
      b: after.get(source) ?? 0,
    }))
    .sort((a, b) => Math.abs(moreOf(b)) - Math.abs(moreOf(a)));
}

const differ = ({ a, b }: { readonly a?: number; readonly b?: number }) =>
  a !== b;

function turnsOf({ agents }: ComparableRun): Map<string, TurnRow> {
  return new Map(
    agents.flatMap(({ path, rows }) =>
      rows.filter(({ turn }) => turn !== undefined)
        .map((row) => [JSON.stringify([path, row.turn]), row] as const)
    ),
  );
}

function diffTurn(
  key: string,
  a: TurnRow | undefined,
  b: TurnRow | undefined,
  hasSources: boolean,
): TurnDiff {
  const [agent, turn] = JSON.parse(key);
  const sourcesIn = (row: TurnRow | undefined) =>
    row === undefined || !hasSources ? [] : sourcesOfTurn(row);
  return {
    agent,
    turn,
    ...(a !== undefined && { a: a.promptTokens ?? 0 }),
    ...(b !== undefined && { b: b.promptTokens ?? 0 }),
    sources: diffSources(sourcesIn(a), sourcesIn(b)).filter(differ),
  };
}

/** In the order of the first run; what only the second has behind its agent. */
function keysOf(
  before: ReadonlyMap<string, TurnRow>,
  after: ReadonlyMap<string, TurnRow>,
): string[] {
  const agentOf = (key: string): string => JSON.parse(key)[0];
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...Map.groupBy(all, agentOf).values()].flat();
}

function hasLedger({ run }: ComparableRun): boolean {
  return run.ledger !== undefined ||
    run.turns.some(({ sources }) => sources !== undefined);
}

/**
 * Compares what two runs sent: turn by turn and source by source.
 *
 * @param a The first.
 * @param b The second.
 * @returns What differs.
 */
export function diffRuns(a: ComparableRun, b: ComparableRun): RunDiff {
  const hasSources = hasLedger(a) && hasLedger(b);
  const [billA, billB] = [billOf([a.run], "source"), billOf([b.run], "source")];
  const named = ({ lines }: typeof billA) =>
    lines.map(({ name, tokens }) => ({ source: name, tokens }));
  const usdOf = ({ lines }: typeof billA, source: string) =>
    lines.find(({ name }) => name === source)?.costUsd;
  const sources = hasSources
    ? diffSources(named(billA), named(billB)).map((diff) => {
      const [usdA, usdB] = [
        usdOf(billA, diff.source),
        usdOf(billB, diff.source),
      ];
      // Where no proxy told what one of the runs cost, nothing is known of more.
      return billA.costUsd === undefined || billB.costUsd === undefined
        ? diff
        : { ...diff, moreUsd: (usdB ?? 0) - (usdA ?? 0) };
    })
    : [];
  const [before, after] = [turnsOf(a), turnsOf(b)];
  const turns = keysOf(before, after).map((key) =>
    diffTurn(key, before.get(key), after.get(key), hasSources)
  );
  const other = turns.filter((turn) => differ(turn) || turn.sources.length > 0);
  const otherSources = sources.filter(differ);
  return {
    a: totalOf(billA),
    b: totalOf(billB),
    sources: otherSources,
    sameSources: sources.length - otherSources.length,
    turns: other,
    sameTurns: turns.length - other.length,
    hasSources,
  };
}

function totalOf({ tokens, calls, costUsd }: RunTotal): RunTotal {
  return { tokens, calls, ...(costUsd !== undefined && { costUsd }) };
}
