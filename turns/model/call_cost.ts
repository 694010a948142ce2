import { number, type Span } from "../source/span.ts";

/** What a call cost, in US dollars. */
export interface CallCost {
  /** All of it. */
  readonly totalUsd: number;
  /** What the reply cost, where that is told apart. */
  readonly outputUsd?: number;
  /** What the prompt tokens that a cache held cost, likewise. */
  readonly cacheReadUsd?: number;
}

/**
 * The names of one set of attributes: that of the proxy's reply headers and of
 * its newer spans, and that of its older ones.
 */
const SETS = [
  {
    total: "litellm.cost.total",
    output: "litellm.cost.output",
    cacheRead: "litellm.cost.cache_read",
  },
  {
    total: "gen_ai.cost.total_cost",
    output: "gen_ai.cost.output_cost",
    cacheRead: "gen_ai.cost.cache_read_cost",
  },
];

/**
 * Reads what a span says that its call cost: our `chat`, from what the proxy's
 * reply said, or the proxy's own span, of either of its sets.
 *
 * @param span The span.
 * @returns The cost; `undefined` where the span says none.
 */
export function costSaid(span: Span): CallCost | undefined {
  for (const { total, output, cacheRead } of SETS) {
    const totalUsd = dollars(span, total);
    // A proxy says 0 of a model that it has no price for.
    if (!totalUsd) continue;
    const outputUsd = dollars(span, output);
    const cacheReadUsd = dollars(span, cacheRead);
    return {
      totalUsd,
      ...(outputUsd !== undefined && { outputUsd }),
      ...(cacheReadUsd !== undefined && { cacheReadUsd }),
    };
  }
  return undefined;
}

function dollars(span: Span, key: string): number | undefined {
  const usd = number(span, key);
  return usd !== undefined && usd >= 0 ? usd : undefined;
}

/**
 * Adds up what calls cost. A part is told of the sum where it is of each call.
 *
 * @param costs What each call cost.
 * @returns The sum; `undefined` where there is nothing to add.
 */
export function sumOfCosts(costs: readonly CallCost[]): CallCost | undefined {
  const [first, ...others] = costs;
  if (first === undefined) return undefined;
  return others.reduce(
    (sum, cost) => ({
      totalUsd: sum.totalUsd + cost.totalUsd,
      ...partSum("outputUsd", sum, cost),
      ...partSum("cacheReadUsd", sum, cost),
    }),
    first,
  );
}

function partSum(
  part: "outputUsd" | "cacheReadUsd",
  a: CallCost,
  b: CallCost,
): Partial<CallCost> {
  const [one, other] = [a[part], b[part]];
  return one === undefined || other === undefined
    ? {}
    : { [part]: one + other };
}
