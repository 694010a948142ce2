import { assertAlmostEquals, assertEquals } from "@std/assert";
import { sourceCosts } from "../../../turns/model/source_costs.ts";

const SOURCES = [
  { source: "iot/history", tokens: 600 },
  { source: "tools:iot", tokens: 200 },
  { source: "instructions", tokens: 150 },
  { source: "user", tokens: 50 },
];

Deno.test("sourceCosts() shares a call's cost out by tokens, the reply's among them", () => {
  const costs = sourceCosts(
    { cost: { totalUsd: 12 }, promptTokens: 1000, outputTokens: 200 },
    SOURCES,
  );
  assertEquals(costs, [6, 2, 1.5, 0.5]);
});

Deno.test("sourceCosts() shares the prompt's part where the proxy told it apart", () => {
  const costs = sourceCosts(
    {
      cost: { totalUsd: 12, outputUsd: 2 },
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
    cost: { totalUsd: 10, outputUsd: 2, cacheReadUsd: 1 },
    promptTokens: 1000,
    outputTokens: 100,
    cacheReadTokens: 400,
    grewBy: "iot/history",
    grewByTokens: 600,
  };
  // 200, 150 and, of what is not new, 50 were cached: at 1/400 each.
  const costs = sourceCosts(call, SOURCES);
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
      const costs = sourceCosts(
        {
          cost: { totalUsd: 10, outputUsd: 2, cacheReadUsd: 1 },
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
  const of = (cost: { totalUsd: number; outputUsd?: number }) =>
    sourceCosts({ cost, promptTokens: 1000 }, SOURCES.slice(0, 1));
  assertEquals(of({ totalUsd: 1, outputUsd: 2 }), [0]);
  assertEquals(
    sourceCosts({ cost: { totalUsd: 1 }, promptTokens: 0 }, SOURCES),
    [0, 0, 0, 0],
  );
  assertEquals(
    sourceCosts({
      cost: { totalUsd: 3, outputUsd: 2, cacheReadUsd: 9 },
      promptTokens: 1000,
      cacheReadTokens: 10,
    }, SOURCES.slice(0, 1)),
    [0.6],
  );
});
