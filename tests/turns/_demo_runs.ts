import type { SpanInit } from "./_traces.ts";

type Attributes = NonNullable<SpanInit["attributes"]>;

/** What is done to the turns of recorded runs. */
export interface Change {
  readonly runner: string;
  /** All agents when absent. */
  readonly agent?: string;
  /** All turns when absent. */
  readonly turns?: (turn: number) => boolean;
  readonly source: string;
  /** Tokens more of the source; all of it away where so many less. */
  readonly by: number;
}

/** One run of each runner on the demo's question, with one ledger a turn. */
export function demoRuns(): SpanInit[] {
  const url = new URL("_demo_runs.jsonl", import.meta.url);
  return Deno.readTextFileSync(url).trim().split("\n")
    .map((line) => JSON.parse(line) as SpanInit);
}

const at = (span: SpanInit, key: string) => span.attributes?.[key];

function ledgerOf({ attributes = {} }: SpanInit): Map<string, number> {
  const sources = attributes["turn.prompt.sources"] as string[];
  const tokens = attributes["turn.prompt.source_tokens"] as number[];
  return new Map(sources.map((source, i) => [source, tokens[i] ?? 0]));
}

/** A turn with more of a source, or less. */
function grown(span: SpanInit, source: string, by: number): SpanInit {
  const ledger = ledgerOf(span);
  const before = ledger.get(source) ?? 0;
  const after = Math.max(0, before + by);
  if (after === 0) ledger.delete(source);
  else ledger.set(source, after);
  const input = Number(at(span, "gen_ai.usage.input_tokens"));
  const attributes: Attributes = {
    ...span.attributes,
    "gen_ai.usage.input_tokens": input + after - before,
    "turn.prompt.sources": [...ledger.keys()],
    "turn.prompt.source_tokens": [...ledger.values()],
  };
  return { ...span, attributes };
}

/** Whether a span is a turn that a change is about. */
export function isChanged(
  span: SpanInit,
  change: Omit<Change, "source" | "by">,
) {
  const { runner, agent, turns = () => true } = change;
  return span.name === "agent.turn" && at(span, "agent.runner") === runner &&
    (agent === undefined || at(span, "gen_ai.agent.name") === agent) &&
    turns(Number(at(span, "turn.index")));
}

/** Recorded runs with a change. */
export function changed(
  spans: readonly SpanInit[],
  change: Change,
): SpanInit[] {
  return spans.map((span) =>
    isChanged(span, change) ? grown(span, change.source, change.by) : span
  );
}

/** The same runs again, as they differ from one time to the next. */
export function varied(spans: readonly SpanInit[], time: number): SpanInit[] {
  // Two agents that a turn starts side by side run in either order.
  const late = new Map(
    ["claude_agent", "deep_agent"].map((runner) => {
      const inside = spans.filter((span) =>
        isChanged(span, { runner, agent: "data_analyst" })
      );
      const agents = [...new Set(inside.map(({ parent }) => parent))].sort();
      return [agents[time % 2], 40] as const;
    }),
  );
  const again = spans.map((span): SpanInit => ({
    ...span,
    trace: `${span.trace}.${time}`,
    id: `${span.id}.${time}`,
    ...(span.parent !== undefined && { parent: `${span.parent}.${time}` }),
    at: (span.at ?? 0) + time * 60_000 + (late.get(span.parent) ?? 0),
    ms: (span.ms ?? 0) + time,
    attributes: {
      ...span.attributes,
      ...(at(span, "agent.run_id") !== undefined && {
        "agent.run_id": `${span.trace}.${time}`,
      }),
    },
  }));
  // The Claude CLI tells a folder's name, ids and durations.
  const agents = changed(again, {
    runner: "claude_agent",
    agent: "claude_agent",
    turns: (turn) => turn > 4,
    source: "local/Agent",
    by: time * 7 % 9 - 4,
  });
  return changed(agents, {
    runner: "claude_agent",
    source: "instructions",
    by: time % 3 - 1,
  });
}
