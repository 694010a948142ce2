import { assertEquals } from "@std/assert";
import { runsOf } from "../../../turns/model/run_turns.ts";
import { TraceTurns } from "../../../turns/model/turns_of.ts";
import { decodeOtlp } from "../../../turns/source/decode_otlp.ts";
import { ledger, line, root, type SpanInit, turn } from "../_traces.ts";

function runs(spans: readonly SpanInit[]) {
  const trace = new TraceTurns();
  for (const span of decodeOtlp(JSON.parse(line(spans))) ?? []) trace.add(span);
  return runsOf(trace.rows(), trace.ledgers());
}

const rootWith = (run: string, said: object): SpanInit => {
  const init = root(run, "plan_execute", "t");
  return { ...init, attributes: { ...init.attributes, ...said } };
};

Deno.test("runsOf() keeps the runs of a trace apart, with what each says", () => {
  const found = runs([
    ...turn("a", 1, 10, ledger({ user: 10 }), "t"),
    rootWith("a", ledger({ user: 10 }, "agent")),
    ...turn("b", 1, 20, ledger({ user: 20 }), "t"),
    ...turn("b", 2, 30, {}, "t"),
    root("b", "plan_execute", "t"),
  ]);
  assertEquals(
    found.map(({ runId, runner, turns, ledger }) => [
      runId,
      runner,
      turns.length,
      ledger,
    ]),
    [
      ["a", "plan_execute", 1, [{ source: "user", tokens: 10 }]],
      ["b", "plan_execute", 2, undefined],
    ],
  );
});

Deno.test("TraceTurns.rows() reads no ledger that cannot be one", () => {
  const sources = (said: Parameters<typeof turn>[3]) =>
    runs(turn("a", 1, 10, said, "t"))[0]?.turns[0]?.sources;
  assertEquals(sources(ledger({ user: 10 }))?.length, 1);
  for (
    const said of [
      ledger({ user: 11 }),
      ledger({ user: -1 }),
      ledger({ user: 1.5 }),
      { "turn.prompt.sources": ["user"] },
      { ...ledger({ user: 10 }), "turn.prompt.source_tokens": [5, 5] },
      { ...ledger({ user: 10 }), "turn.prompt.source_tokens": ["10"] },
      { "turn.prompt.sources": "user", "turn.prompt.source_tokens": 10 },
    ]
  ) assertEquals(sources(said), undefined, JSON.stringify(said));
});

Deno.test("TraceTurns.rows() adds what a turn's calls cost, the proxy's not again", () => {
  const spans = turn("a", 1, 10).map((init) =>
    init.name === "chat demo"
      ? {
        ...init,
        attributes: { ...init.attributes, "litellm.cost.total": 0.5 },
      }
      : init
  );
  assertEquals(runs(spans)[0]?.turns[0]?.costUsd, 0.5);
});

Deno.test("TraceTurns.rows() takes the cost of a streamed reply from the proxy's span", () => {
  const [chat] = turn("a", 1, 10).filter(({ name }) => name === "chat demo");
  const proxys = {
    id: "proxy",
    parent: chat!.id,
    name: "litellm_request",
    attributes: {
      "gen_ai.request.model": "demo",
      "gen_ai.cost.total_cost": 0.5,
      "gen_ai.cost.output_cost": 0.25,
    },
  };
  const [row] = runs([...turn("a", 1, 10), proxys])[0]?.turns ?? [];
  assertEquals([row?.costUsd, row?.outputCostUsd], [0.5, 0.25]);
});
