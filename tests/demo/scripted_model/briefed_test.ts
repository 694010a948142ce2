import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  asFunction,
  called,
  complete,
  history,
  RESULTS,
  tool,
  TOOLS,
  walked,
} from "./_conversation.ts";
import { BESIDE, BRIEF, next, said } from "./_sub_agents.ts";

Deno.test("scripted model does what it was handed, and nothing more", async () => {
  const first = await next([], { question: BESIDE });
  const seen = [
    ...called("sensors", {}, RESULTS.sensors),
    ...called("failure_modes", {}, "Error: closed"),
  ];
  const second = await next(seen, { question: BESIDE });
  const read = [
    ...seen,
    ...called("history", {}, history(() => {}, "CHILLER-5")),
  ];
  const broken = [...seen, ...called("history", {}, "Error: closed")];

  assertEquals(first, [
    ["sensors", { asset: "CHILLER-5" }],
    ["failure_modes", { asset_type: "chiller" }],
  ]);
  assertEquals(second, [["history", {
    sensors: [
      "power_kw",
      "cop",
      "condenser_approach_k",
      "condenser_flow_lps",
      "evaporator_approach_k",
    ],
    from: "2026-06-01T00:00Z",
    to: "2026-06-30T23:00Z",
    asset: "CHILLER-5",
  }]]);
  assertEquals(await next(read, { question: BESIDE }), []);
  const report = await said(read, BESIDE);
  assertStringIncludes(report, "Finding: No lasting change on Chiller 5 from ");
  assertEquals(report.split("\n").slice(-2), [
    "",
    "Could not use failure_modes: Error: closed",
  ]);
  assertStringIncludes(
    await said(broken, BESIDE),
    "Its history does not tell whether Chiller 5 changed",
  );
});

Deno.test("scripted model does what it can with the tools that it was given", async () => {
  const plain = BRIEF.replace(", type chiller", "");
  const { tool_calls: calls } = await complete({
    messages: [{ role: "user", content: plain }],
    tools: [TOOLS[2]!, tool("docs", "search", { query: "string" })]
      .map((tool) => asFunction(tool)),
  });

  assertEquals(await next([], { question: plain }), [
    ["sensors", { asset: "CHILLER-6" }],
    ["failure_modes", {}],
  ]);
  assertEquals(calls.length, 2);
});

Deno.test("scripted model files nothing that it was to read about", async () => {
  const read = [
    ...walked("sensors", "failure_modes"),
    ...called("history", {}, history()),
  ];

  assertEquals(await next(read, { question: BRIEF }), []);
  assertStringIncludes(
    await said(read, BRIEF),
    "Finding: Condenser fouling on Chiller 6 since 2026-06-12",
  );
});
