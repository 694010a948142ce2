import { isOther } from "./_allowance.ts";
import type { Finding } from "./finding.ts";
import type { AgentFigures, KindFigures, TurnFigures } from "./kind_figures.ts";

const NO_TURNS: AgentFigures = {
  fewestTurns: 0,
  mostTurns: 0,
  turns: new Map(),
};

/** Turns that only one of the two has, by agent. */
export type LoneTurns = ReadonlyMap<string, readonly TurnFigures[]>;

/** The turns of a kind that the other has not. */
export function turnsWithout(one: KindFigures, other: KindFigures): LoneTurns {
  return new Map(Array.from(one.agents, ([path, { turns }]) => {
    const known = other.agents.get(path)?.turns;
    const lone = [...turns].filter(([turn]) => !known?.has(turn))
      .map(([, figures]) => figures);
    return [path, lone];
  }));
}

/** Finds agents and turns that are more or fewer than there were. */
export function compareAgents(
  base: KindFigures,
  now: KindFigures,
  percent: number,
): Finding[] {
  const paths = new Set([...base.agents.keys(), ...now.agents.keys()]);
  return [...paths].sort().flatMap((agent): Finding[] => {
    const before = base.agents.get(agent) ?? NO_TURNS;
    const after = now.agents.get(agent) ?? NO_TURNS;
    const { runner, scenario } = now;
    const where = {
      runner,
      ...(scenario !== undefined && { scenario }),
      agent,
    };
    if (after.mostTurns > before.mostTurns) {
      const value = after.mostTurns;
      const against = before.mostTurns;
      if (!isOther(value, against, percent)) return [];
      const turns = [...after.turns.keys()].filter((turn) => turn > against);
      return [{
        what: against === 0 ? "agent new" : "turns more",
        ...where,
        ...turnOf(after, turns),
        value,
        against,
      }];
    }
    const value = after.fewestTurns;
    const against = before.fewestTurns;
    if (value >= against || !isOther(value, against, percent)) return [];
    const what = value === 0 ? "agent gone" : "turns gone";
    return [{ what, ...where, turn: value + 1, value, against }];
  });
}

/** The first of the turns that are more, and what most of their prompts is. */
function turnOf({ turns: all }: AgentFigures, turns: number[]) {
  turns.sort((a, b) => a - b);
  const [turn = 0] = turns;
  const figures = all.get(turn);
  if (figures === undefined) return {};
  const overRun = turns.reduce(
    (sum, turn) => sum + (all.get(turn)?.tokens ?? 0),
    0,
  );
  return { turn, turns, overRun, ...topOf(figures) };
}

/** The largest source of a turn. */
export function topOf({ sources, run }: TurnFigures): Partial<Finding> {
  const [top] = [...sources].sort(([, a], [, b]) => b - a);
  return {
    ...(top !== undefined && { source: top[0], sourceTokens: top[1] }),
    ...(run !== undefined && { run }),
  };
}
