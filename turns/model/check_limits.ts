import { topOf } from "./_compare_agents.ts";
import type { Finding } from "./finding.ts";
import type { KindFigures, TurnFigures } from "./kind_figures.ts";

/** Limits in tokens. */
export interface PromptLimits {
  /** Of each prompt. */
  readonly maxPrompt?: number;
  /** Of what a prompt may grow by, from one turn to the next. */
  readonly maxGrowth?: number;
  /** Of a source in each prompt. */
  readonly maxSource?: ReadonlyMap<string, number>;
  /** Of the input of a run. */
  readonly maxTotal?: number;
}

/** What a turn has of something that has a limit. */
type Measure = (turn: TurnFigures) => number | undefined;

/**
 * Finds what is over limits.
 *
 * @param kinds What runs sent.
 * @param limits The limits.
 * @returns What is over: of each agent the most, and in which other turns.
 */
export function checkLimits(
  kinds: readonly KindFigures[],
  limits: PromptLimits,
): Finding[] {
  const { maxPrompt, maxGrowth, maxSource = new Map(), maxTotal } = limits;
  return kinds.flatMap((kind) => [
    ...total(kind, maxTotal),
    ...worst(kind, "prompt over the limit", maxPrompt, ({ tokens }) => tokens),
    ...worst(
      kind,
      "growth over the limit",
      maxGrowth,
      ({ growth }) => growth?.tokens,
    ),
    ...[...maxSource].flatMap(([source, limit]) =>
      worst(
        kind,
        "source over the limit",
        limit,
        ({ sources }) => sources.get(source),
        source,
      )
    ),
  ]);
}

function total(kind: KindFigures, limit = Infinity): Finding[] {
  const { runner, scenario, tokens: value, sources, run } = kind;
  if (value <= limit) return [];
  return [{
    what: "total over the limit",
    runner,
    ...(scenario !== undefined && { scenario }),
    value,
    against: limit,
    ...topOf({ tokens: value, sources, ...(run !== undefined && { run }) }),
  }];
}

function worst(
  { runner, scenario, agents }: KindFigures,
  what: Finding["what"],
  limit = Infinity,
  measure: Measure,
  source?: string,
): Finding[] {
  return [...agents].flatMap(([agent, { turns }]) => {
    const over = [...turns].flatMap(([turn, figures]) => {
      const value = measure(figures) ?? 0;
      return value > limit ? [{ turn, figures, value }] : [];
    });
    const [most] = over.toSorted((a, b) => b.value - a.value);
    if (most === undefined) return [];
    return [{
      what,
      runner,
      ...(scenario !== undefined && { scenario }),
      agent,
      turn: most.turn,
      turns: over.map(({ turn }) => turn).sort((a, b) => a - b),
      value: most.value,
      against: limit,
      ...causeOf(what, most.figures, source),
    }];
  });
}

function causeOf(
  what: Finding["what"],
  figures: TurnFigures,
  source: string | undefined,
): Partial<Finding> {
  const { growth, run } = figures;
  if (source !== undefined) {
    return { source, ...(run !== undefined && { run }) };
  }
  if (what === "prompt over the limit") return topOf(figures);
  const { grewBy, grewByTokens } = growth ?? {};
  return {
    ...(grewBy !== undefined && { source: grewBy }),
    ...(grewByTokens !== undefined && { sourceTokens: grewByTokens }),
    ...(growth?.run !== undefined && { run: growth.run }),
  };
}
