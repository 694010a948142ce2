import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  type PricedCall,
  sourceCosts,
} from "../../../turns/model/source_costs.ts";

/** The costs, where they are known. */
const costsOf = (...args: Parameters<typeof sourceCosts>) =>
  sourceCosts(...args) ?? [];

const SOURCES = [
  { source: "iot/history", tokens: 600 },
  { source: "tools:iot", tokens: 200 },
  { source: "instructions", tokens: 150 },
  { source: "user", tokens: 50 },
];

Deno.test("sourceCosts() shares a call's cost out by tokens, the reply's among them", () => {
  const costs = costsOf(
    { costUsd: 12, promptTokens: 1000, outputTokens: 200 },
    SOURCES,
  );
  assertEquals(costs, [6, 2, 1.5, 0.5]);
});

Deno.test("sourceCosts() shares the prompt's part where the proxy told it apart", () => {
  const costs = costsOf(
    {
      costUsd: 12,
      outputCostUsd: 2,
      promptTokens: 1000,
      outputTokens: 200,
      // Without a price of their own they cost what the others do.
      cacheReadTokens: 500,
    },
    SOURCES,
  );
  assertEquals(costs, [6, 2, 1.5, 0.5]);
});

Deno.test("sourceCosts() has cached tokens at their price, definitions and system text first", () => {
  const call = {
    costUsd: 10,
    outputCostUsd: 2,
    cacheReadCostUsd: 1,
    promptTokens: 1000,
    outputTokens: 100,
    cacheReadTokens: 400,
    grewBy: "iot/history",
    grewByTokens: 600,
  };
  // 200, 150 and, of what is not new, 50 were cached: at 1/400 each.
  const costs = costsOf(call, SOURCES);
  assertEquals(costs.map((usd) => Number(usd.toFixed(9))), [
    7,
    0.5,
    0.375,
    0.125,
  ]);
  assertAlmostEquals(costs.reduce((sum, usd) => sum + usd, 0), 8, 1e-9);
});

Deno.test("sourceCosts() adds up to the prompt's part, whatever was cached", () => {
  for (let cacheReadTokens = 0; cacheReadTokens <= 1200; cacheReadTokens += 7) {
    for (const grewByTokens of [0, 100, 600]) {
      const costs = costsOf(
        {
          costUsd: 10,
          outputCostUsd: 2,
          cacheReadCostUsd: 1,
          promptTokens: 1000,
          cacheReadTokens,
          grewBy: "iot/history",
          grewByTokens,
        },
        SOURCES,
      );
      assertAlmostEquals(costs.reduce((sum, usd) => sum + usd, 0), 8, 1e-9);
      assertEquals(costs.every((usd) => usd >= 0), true);
    }
  }
});

Deno.test("sourceCosts() takes figures that cannot be for what they are", () => {
  const of = (call: PricedCall) =>
    sourceCosts({ promptTokens: 1000, ...call }, SOURCES.slice(0, 1));
  assertEquals(of({ costUsd: 1, outputCostUsd: 2 }), [0]);
  const dear = { costUsd: 3, outputCostUsd: 2, cacheReadCostUsd: 9 };
  assertEquals(of({ ...dear, cacheReadTokens: 10 }), [0.6]);
});

Deno.test("sourceCosts() knows none where nobody knows the cost, or the tokens", () => {
  assertEquals(sourceCosts({ promptTokens: 1000 }, SOURCES), undefined);
  assertEquals(sourceCosts({ costUsd: 1 }, SOURCES), undefined);
  assertEquals(
    sourceCosts({ costUsd: 1, promptTokens: 0 }, SOURCES),
    undefined,
  );
});
