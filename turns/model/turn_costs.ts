import { type CallCost, costSaid, sumOfCosts } from "./call_cost.ts";
import { roleOf, type SpanRole } from "./classify.ts";
import type { Span } from "../source/span.ts";

/** What has to be kept of a span to know what calls cost. */
export interface CostNode {
  /** What it is. */
  readonly role: SpanRole;
  /** The span around it, where there is one. */
  readonly parentSpanId: string | undefined;
  /** What it says that its call cost. */
  readonly cost: CallCost | undefined;
}

/** Costs that differ by less are the same, but for how they were added up. */
const SAME_USD = 1e-9;

/**
 * Tells what each turn cost, and each model call that is in none.
 *
 * A call's cost is what its own span says: our `chat`, where the proxy's reply
 * had it in a header. Where it says none, as for a streamed reply, it is what the
 * proxy's own span below says. Beneath a span that says it nobody is asked
 * again, so that no cost counts twice, however many spans tell of one call.
 *
 * @param nodes The spans of one trace, by their ids.
 * @returns The costs by the id of the turn's span, or of the call's. What nobody
 * knows the cost of is not there.
 */
export function turnCosts(
  nodes: ReadonlyMap<string, CostNode>,
): Map<string, CallCost> {
  const costs = new Map<string, CallCost[]>();
  const below = new Map<string, CallCost[]>();
  const places = [...nodes].flatMap(([id, { cost }]) => {
    if (cost === undefined) return [];
    const place = placeOf(id, nodes);
    if (place.saidAbove !== undefined) add(below, place.saidAbove, cost);
    return [{ id, cost, ...place }];
  });
  for (const { id, cost, saidAbove, counted } of places) {
    if (saidAbove !== undefined || counted === undefined) continue;
    add(costs, counted, withParts(cost, below.get(id) ?? []));
  }
  return new Map([...costs].map(([id, said]) => [id, sumOfCosts(said)!]));
}

/**
 * The same of the spans of one trace.
 *
 * @param spans The spans.
 * @returns The costs, likewise.
 */
export function turnCostsOf(spans: Iterable<Span>): Map<string, CallCost> {
  const nodes = new Map<string, CostNode>();
  for (const span of spans) {
    const { spanId, parentSpanId } = span;
    nodes.set(spanId, {
      role: roleOf(span),
      parentSpanId,
      cost: costSaid(span),
    });
  }
  return turnCosts(nodes);
}

/** Where a span is that says what its call cost. */
interface Place {
  /** The nearest span above, of the same turn, that says so too. */
  readonly saidAbove: string | undefined;
  /** Its turn, or the topmost call where it is in none. */
  readonly counted: string | undefined;
}

function placeOf(id: string, nodes: ReadonlyMap<string, CostNode>): Place {
  // A trace that loops ends where it would begin anew.
  const seen = new Set<string>();
  let saidAbove: string | undefined;
  let call: string | undefined;
  for (let at: string | undefined = id; at !== undefined && !seen.has(at);) {
    seen.add(at);
    const node = nodes.get(at);
    // What a tool cost, or a call in it, is not what the turn's call cost.
    if (node === undefined || node.role === "scope") break;
    if (node.role === "turn") return { saidAbove, counted: at };
    if (node.role === "call") call = at;
    if (at !== id && node.cost !== undefined) saidAbove ??= at;
    at = node.parentSpanId;
  }
  return { saidAbove, counted: call };
}

/** A header says the total alone; the proxy's own span has its parts. */
function withParts(cost: CallCost, below: readonly CallCost[]): CallCost {
  const same = sumOfCosts(below);
  const isSame = same !== undefined &&
    Math.abs(same.totalUsd - cost.totalUsd) < SAME_USD;
  return isSame ? { ...same, ...cost } : cost;
}

function add(
  costs: Map<string, CallCost[]>,
  id: string,
  cost: CallCost,
): void {
  const known = costs.get(id);
  if (known === undefined) costs.set(id, [cost]);
  else known.push(cost);
}
