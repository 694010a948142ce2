import { type Above, Ancestors, type Node } from "./_ancestors.ts";
import { type CallCost, costSaid } from "./call_cost.ts";
import { roleOf, rowOf } from "./classify.ts";
import { readLedger } from "./_read_ledger.ts";
import type { SaidLedger } from "./run_turns.ts";
import { type Span, text } from "../source/span.ts";
import { turnCosts } from "./turn_costs.ts";
import type { TurnRow } from "./turn_row.ts";

function nodeOf(span: Span): Node {
  const role = roleOf(span);
  const hasRow = role === "turn" || role === "call";
  return {
    role,
    parentSpanId: span.parentSpanId,
    runId: text(span, "agent.run_id"),
    runner: text(span, "agent.runner"),
    agent: text(span, "gen_ai.agent.name"),
    service: span.service,
    row: hasRow ? rowOf(span, role === "turn" ? "turn" : "chat") : undefined,
    scenario: text(span, "agent.scenario_id"),
    cost: costSaid(span),
    ledger: span.name === "agent.run" ? readLedger(span, "agent") : undefined,
  };
}

/** A model call that nothing else in its trace reports, and its agent. */
interface StandIn {
  readonly row: TurnRow;
  readonly scope: string | undefined;
}

/**
 * Collects the spans of one trace, in any order, and lists the turns in it.
 *
 * A model call stands in for a turn where no `agent.turn` holds it. A call that
 * is below a turn or another call, with no agent or tool in between, is the
 * same call, reported by another program (the agent's client, the proxy), and is
 * not counted again. Of a span only a few small values are kept, never its text.
 */
export class TraceTurns {
  readonly #nodes = new Map<string, Node>();

  /** How many spans there are. */
  get size(): number {
    return this.#nodes.size;
  }

  /**
   * Adds a span; one that is there already is passed over.
   *
   * @param span A span of this trace.
   */
  add(span: Span): void {
    if (!this.#nodes.has(span.spanId)) {
      this.#nodes.set(span.spanId, nodeOf(span));
    }
  }

  /**
   * Lists the turns and the calls that stand in for turns.
   *
   * @returns The rows, in order of start.
   */
  rows(): TurnRow[] {
    const turns: TurnRow[] = [];
    const standIns: StandIn[] = [];
    const scopesOfTurns = new Set<string | undefined>();
    const ancestors = new Ancestors(this.#nodes);
    for (const [id, node] of this.#nodes) {
      const { role, row, parentSpanId } = node;
      if (row === undefined) continue;
      if (role === "turn") {
        turns.push(row);
        scopesOfTurns.add(parentSpanId);
        continue;
      }
      const standIn = standInOf(node, row, ancestors.of(id));
      if (standIn !== undefined) standIns.push(standIn);
    }
    const counted = numbered(standIns, scopesOfTurns);
    const costs = turnCosts(this.#nodes);
    return [...turns, ...counted].map((row) => withCost(row, costs))
      .sort((a, b) => a.startMs - b.startMs);
  }

  /**
   * Lists what the runs of the trace say of themselves.
   *
   * @returns A ledger each, where there is one.
   */
  ledgers(): SaidLedger[] {
    return [...this.#nodes.values()].flatMap(({ runId, ledger }) =>
      runId === undefined || ledger === undefined ? [] : [{ runId, ledger }]
    );
  }

  /**
   * Tells what each run belongs to, such as a row of an evaluation.
   *
   * @returns The scenarios, by the runs' ids.
   */
  scenarios(): ReadonlyMap<string, string> {
    return new Map(
      [...this.#nodes.values()].flatMap(({ runId, scenario }) =>
        runId === undefined || scenario === undefined ? [] : [[runId, scenario]]
      ),
    );
  }

  /**
   * Tells in which turn an agent was started.
   *
   * @param agentSpanId The agent's span.
   * @returns The turn's span; `undefined` for an agent that no other started.
   */
  startedIn(agentSpanId: string): string | undefined {
    const ancestors = new Ancestors(this.#nodes);
    const seen = new Set<string>();
    let above = ancestors.of(agentSpanId).holder;
    while (above !== undefined && !seen.has(above.id)) {
      if (above.role === "turn") return above.id;
      seen.add(above.id);
      above = ancestors.of(above.id).holder;
    }
    return undefined;
  }
}

function withCost(
  row: TurnRow,
  costs: ReadonlyMap<string, CallCost>,
): TurnRow {
  const { totalUsd, outputUsd, cacheReadUsd } = costs.get(row.spanId) ?? {};
  return totalUsd === undefined ? row : {
    ...row,
    costUsd: totalUsd,
    ...(outputUsd !== undefined && { outputCostUsd: outputUsd }),
    ...(cacheReadUsd !== undefined && { cacheReadCostUsd: cacheReadUsd }),
  };
}

/** The model call itself, where nothing above reports it. */
function standInOf(
  node: Node,
  row: TurnRow,
  above: Above,
): StandIn | undefined {
  const { holder } = above;
  if (holder !== undefined && holder.role !== "scope") return undefined;
  const runId = row.runId ?? above.runId;
  const runner = row.runner ?? above.runner;
  const agent = row.agent ?? above.agent ?? above.service ?? node.service;
  const found = {
    ...row,
    ...(runId !== undefined && { runId }),
    ...(runner !== undefined && { runner }),
    ...(agent !== undefined && { agent }),
  };
  return { row: found, scope: holder?.id ?? node.parentSpanId };
}

/**
 * Numbers an agent's calls and adds how much each grew. Not where the agent has
 * turns too: such calls are no steps of it, and their order means nothing.
 */
function numbered(
  standIns: StandIn[],
  scopesOfTurns: ReadonlySet<string | undefined>,
): TurnRow[] {
  const last = new Map<string, TurnRow>();
  const ordered = standIns.sort((a, b) => a.row.startMs - b.row.startMs);
  return ordered.map(({ row, scope }) => {
    if (scope === undefined || scopesOfTurns.has(scope)) return row;
    const before = last.get(scope);
    const counted: TurnRow = { ...row, turn: (before?.turn ?? 0) + 1 };
    const grown =
      counted.promptTokens !== undefined && before?.promptTokens !== undefined
        ? {
          ...counted,
          growthTokens: counted.promptTokens - before.promptTokens,
        }
        : counted;
    last.set(scope, grown);
    return grown;
  });
}

/**
 * Lists the turns of one trace.
 *
 * @param spans The spans of the trace, in any order.
 * @returns The turns, and the model calls that stand in for turns, in order of
 * start.
 */
export function turnsOf(spans: Iterable<Span>): TurnRow[] {
  const trace = new TraceTurns();
  for (const span of spans) trace.add(span);
  return trace.rows();
}
