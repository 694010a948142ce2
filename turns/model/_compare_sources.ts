import { type Allowance, isOver } from "./_allowance.ts";
import { type LoneTurns, turnsWithout } from "./_compare_agents.ts";
import type { Finding, FindingKind } from "./finding.ts";
import type { KindFigures } from "./kind_figures.ts";

/** A turn that both have, and how much more of a source it holds. */
interface Grown {
  readonly agent: string;
  readonly turn: number;
  readonly before: number;
  readonly after: number;
  readonly run?: string | undefined;
}

/** How much of a source turns hold. */
function heldBy(lone: LoneTurns, source: string): number {
  return [...lone.values()].flat().reduce(
    (sum, { sources }) => sum + (sources.get(source) ?? 0),
    0,
  );
}

function grownTurns(
  base: KindFigures,
  now: KindFigures,
  source: string,
): Grown[] {
  return [...now.agents].flatMap(([agent, { turns }]) => {
    const known = base.agents.get(agent)?.turns;
    return [...turns].sort(([a], [b]) => a - b).flatMap(([turn, figures]) => {
      const before = known?.get(turn)?.sources.get(source) ?? 0;
      const after = figures.sources.get(source) ?? 0;
      return known?.has(turn) && after > before
        ? [{ agent, turn, before, after, run: figures.run }]
        : [];
    });
  });
}

/** Why there is more of a source, by where it was in the baseline. */
function kindOf(
  base: KindFigures,
  source: string,
  { agent, turn, before }: Grown,
): FindingKind {
  if (!base.sources.has(source)) return "source new";
  if (before > 0) return "source grew";
  const turns = base.agents.get(agent)?.turns ?? new Map();
  const held = [...turns].filter(([, { sources }]) => sources.has(source))
    .map(([turn]) => turn);
  if (held.length === 0) return "source new in this agent";
  return held.every((one) => one > turn)
    ? "source comes earlier"
    : "source stays longer";
}

/**
 * Finds sources that came to more over a run, in the turns that both have: a
 * turn more sends all of them once more, and that is another finding.
 */
export function compareSources(
  base: KindFigures,
  now: KindFigures,
  { percent, ofSource }: Allowance,
): Finding[] {
  if (base.sources.size === 0 || now.sources.size === 0) return [];
  const extra = turnsWithout(now, base);
  const gone = turnsWithout(base, now);
  const { runner, scenario } = now;
  return [...now.sources].flatMap(([source, tokens]): Finding[] => {
    const value = tokens - heldBy(extra, source);
    const against = (base.sources.get(source) ?? 0) - heldBy(gone, source);
    const turns = grownTurns(base, now, source);
    const besides = ofSource * Math.max(1, turns.length);
    if (!isOver(value, against, percent, besides)) return [];
    const [most] = turns.toSorted((a, b) =>
      b.after - b.before - a.after + a.before
    );
    const finding = {
      runner,
      ...(scenario !== undefined && { scenario }),
      source,
      overRun: value - against,
    };
    if (most === undefined) {
      const { run } = now;
      const what = against > 0 ? "source grew" : "source new";
      return [{ what, ...finding, value, against, ...(run && { run }) }];
    }
    const others = new Set(turns.map(({ agent }) => agent));
    others.delete(most.agent);
    return [{
      what: kindOf(base, source, most),
      ...finding,
      agent: most.agent,
      turn: most.turn,
      turns: turns.filter(({ agent }) => agent === most.agent)
        .map(({ turn }) => turn),
      ...(others.size > 0 && { otherAgents: [...others] }),
      value: most.after,
      against: most.before,
      ...(most.run !== undefined && { run: most.run }),
    }];
  });
}
