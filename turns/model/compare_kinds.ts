import { type Allowance, allowanceOf, isOver } from "./_allowance.ts";
import { compareAgents } from "./_compare_agents.ts";
import { compareSources } from "./_compare_sources.ts";
import type { Finding } from "./finding.ts";
import { type KindFigures, kindKey, type TurnFigures } from "./kind_figures.ts";
import type { SourceTokens } from "./source_tokens.ts";

/** More sources than this say nothing of why a prompt grew. */
const MOST_SOURCES = 3;

/** Options for {@linkcode compareKinds}. */
export interface CompareOptions {
  /**
   * By how many percent a figure may be over.
   *
   * @default {10, and 0 for runs that the demo's model answered}
   */
  readonly tolerance?: number;
}

/**
 * Finds what is over a baseline: by kind of run, what came to be or went first,
 * then by how much.
 *
 * @param base The baseline.
 * @param now What is compared with it.
 * @param options Additional options.
 * @returns What is over.
 */
export function compareKinds(
  base: readonly KindFigures[],
  now: readonly KindFigures[],
  { tolerance }: CompareOptions = {},
): Finding[] {
  const before = new Map(base.map((kind) => [kindKey(kind), kind]));
  const after = new Map(now.map((kind) => [kindKey(kind), kind]));
  return [...new Set([...before.keys(), ...after.keys()])].sort()
    .flatMap((key) => compareKind(before.get(key), after.get(key), tolerance));
}

function compareKind(
  base: KindFigures | undefined,
  now: KindFigures | undefined,
  tolerance: number | undefined,
): Finding[] {
  const known = now ?? base;
  if (known === undefined) return [];
  const { runner, scenario } = known;
  const where = { runner, ...(scenario !== undefined && { scenario }) };
  const against = base?.runs ?? 0;
  const value = now?.runs ?? 0;
  if (base === undefined || now === undefined) {
    const what = base === undefined ? "run new" : "runs missing";
    const run = now?.run;
    return [{ what, ...where, value, against, ...(run && { run }) }];
  }
  const allowance = allowanceOf(tolerance, base, now);
  const found = [
    ...(value < against
      ? [{ what: "runs missing" as const, ...where, value, against }]
      : []),
    ...compareAgents(base, now, allowance.percent),
  ];
  const sources = compareSources(base, now, allowance);
  const prompts = comparePrompts(base, now, allowance, found, sources);
  const grown = [...sources, ...prompts].sort((a, b) => excess(b) - excess(a));
  const all = [...found, ...grown];
  return all.length > 0 ? all : compareTotals(base, now, allowance);
}

const excess = ({ overRun, value, against }: Finding) =>
  overRun ?? value - against;

/** Finds prompts that grew, but where one of the sources that grew says so. */
function comparePrompts(
  base: KindFigures,
  now: KindFigures,
  { percent, ofPrompt }: Allowance,
  agents: readonly Finding[],
  sources: readonly Finding[],
): Finding[] {
  const { runner, scenario } = now;
  const isSaid = new Set(sources.map(({ source }) => source));
  return [...now.agents].flatMap(([agent, { turns }]) => {
    const known = base.agents.get(agent)?.turns;
    // A turn that is no finding by itself is as any other of its agent.
    const isMore = agents.some((one) => one.agent === agent);
    const [largest] = [...known?.values() ?? []]
      .sort((a, b) => b.tokens - a.tokens);
    const over = [...turns].flatMap(([turn, after]) => {
      const before = known?.get(turn) ?? (isMore ? undefined : largest);
      if (before === undefined) return [];
      if (!isOver(after.tokens, before.tokens, percent, ofPrompt)) return [];
      const grewBy = grownSources(before, after);
      const said = grewBy.filter(({ source }) => isSaid.has(source));
      const rest = said.reduce((sum, one) => sum - one.tokens, after.tokens);
      return isOver(rest, before.tokens, percent, ofPrompt)
        ? [{ turn, before, after, grewBy: grewBy.slice(0, MOST_SOURCES) }]
        : [];
    });
    const [most] = over.toSorted((a, b) =>
      b.after.tokens - b.before.tokens - a.after.tokens + a.before.tokens
    );
    if (most === undefined) return [];
    return [{
      what: "prompt grew" as const,
      runner,
      ...(scenario !== undefined && { scenario }),
      agent,
      turn: most.turn,
      turns: over.map(({ turn }) => turn).sort((a, b) => a - b),
      value: most.after.tokens,
      against: most.before.tokens,
      grewBy: most.grewBy,
      ...(most.grewBy[0] && { source: most.grewBy[0].source }),
      ...(most.after.run !== undefined && { run: most.after.run }),
    }];
  });
}

function grownSources(before: TurnFigures, after: TurnFigures): SourceTokens[] {
  if (before.sources.size === 0) return [];
  return Array.from(after.sources, ([source, tokens]) => ({
    source,
    tokens: tokens - (before.sources.get(source) ?? 0),
  })).filter(({ tokens }) => tokens > 0).sort((a, b) => b.tokens - a.tokens);
}

/** Finds a run that came to more, as by calls that are in no turn. */
function compareTotals(
  base: KindFigures,
  now: KindFigures,
  { percent, ofPrompt }: Allowance,
): Finding[] {
  const { runner, scenario, tokens: value, agents, run } = now;
  const turns = [...agents.values()].reduce((n, a) => n + a.turns.size, 0);
  if (!isOver(value, base.tokens, percent, ofPrompt * turns)) return [];
  return [{
    what: "run grew",
    runner,
    ...(scenario !== undefined && { scenario }),
    value,
    against: base.tokens,
    ...(run !== undefined && { run }),
  }];
}
