import type { TurnRow } from "./turn_row.ts";

/** The turns of one agent of a run. */
export interface AgentTurns {
  /** Its name, behind those of the agents that it was started by. */
  readonly path: string;
  readonly rows: readonly TurnRow[];
}

interface Started extends AgentTurns {
  /** When the turn began that started it, and what it sent. */
  readonly startMs: number;
  readonly tokens: number;
}

const keyOf = ({ agentSpanId, traceId, agent = "" }: TurnRow) =>
  agentSpanId ?? `${traceId} ${agent}`;

const sumOf = (rows: readonly TurnRow[]) =>
  rows.reduce((sum, { promptTokens = 0 }) => sum + promptTokens, 0);

/**
 * Names the agents of a run so that they are the same in the next run, whatever
 * their ids: by who started them, and of several of one name that one turn
 * started side by side, in whatever order, the largest first.
 *
 * @param rows The turns of the run, in order of start.
 * @param startedIn Which turn's span started an agent's.
 * @returns The agents.
 */
export function agentPaths(
  rows: readonly TurnRow[],
  startedIn: (agentSpanId: string) => string | undefined,
): AgentTurns[] {
  const agents = Map.groupBy(rows, keyOf);
  const bySpan = new Map(rows.map((row) => [row.spanId, row]));
  const parentOf = (key: string) => bySpan.get(startedIn(key) ?? "");
  const namePath = (key: string): string => {
    const names: string[] = [];
    const seen = new Set<string>();
    for (let at: string | undefined = key; at !== undefined;) {
      if (seen.has(at)) break;
      seen.add(at);
      const [first] = agents.get(at) ?? [];
      names.unshift(first?.agent ?? "agent");
      const parent = parentOf(at);
      at = parent && keyOf(parent);
    }
    return names.join(" > ");
  };
  const found: Started[] = [...agents].map(([key, rows]) => ({
    path: namePath(key),
    rows,
    startMs: parentOf(key)?.startMs ?? 0,
    tokens: sumOf(rows),
  }));
  found.sort((a, b) => a.startMs - b.startMs || b.tokens - a.tokens);
  const times = new Map<string, number>();
  return found.map(({ path, rows }) => {
    const time = (times.get(path) ?? 0) + 1;
    times.set(path, time);
    return { path: time === 1 ? path : `${path} #${time}`, rows };
  });
}
