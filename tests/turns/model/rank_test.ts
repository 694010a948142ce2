import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { explainTurns } from "../../../turns/draw/explain.ts";
import { decodeOtlp } from "../../../turns/source/decode_otlp.ts";
import { rankTurns } from "../../../turns/model/rank.ts";
import type { Span } from "../../../turns/source/span.ts";
import type {
  SpanQuery,
  TraceSource,
} from "../../../turns/source/trace_source.ts";
import { bigRun, EPOCH, line, root, type SpanInit, turn } from "../_traces.ts";

class MemorySource implements TraceSource {
  readonly places = ["memory"];
  readonly #spans: readonly Span[];
  reads: SpanQuery[] = [];

  constructor(spans: readonly SpanInit[]) {
    this.#spans = decodeOtlp(JSON.parse(line(spans))) ?? [];
  }

  async *spans(query: SpanQuery = {}): AsyncGenerator<Span> {
    this.reads.push(query);
    await Promise.resolve();
    // Gives more than was asked for, as a source may.
    yield* this.#spans;
  }

  warnings(): readonly string[] {
    return [];
  }
}

const tokens = async (source: TraceSource, options = {}) =>
  (await rankTurns(source, options)).rows.map((row) => row.promptTokens);

Deno.test("rankTurns() lists the largest first, the earliest of equals", async () => {
  const source = new MemorySource([
    ...bigRun("a"),
    ...turn("b", 9, 1234),
    ...turn("c", 1, undefined),
  ]);
  const { rows, spans, withoutUsage } = await rankTurns(source);
  assertEquals(rows.map(({ runId, turn }) => [runId, turn]), [
    ["a", 3],
    ["a", 2],
    ["b", 9],
    ["a", 1],
  ]);
  // The turn, its chat, and the proxy's.
  assertEquals([spans, withoutUsage], [26, 3]);
});

Deno.test("rankTurns() filters", async () => {
  const source = new MemorySource([
    ...bigRun("a"),
    ...turn("b", 5, 800, {
      "agent.runner": "deep_agent",
      "gen_ai.request.model": "openai/GPT",
    }),
    root("b", "deep_agent"),
  ]);
  assertEquals(await tokens(source, { overTokens: 1234 }), [15_214]);
  assertEquals(await tokens(source, { runner: "deep_agent" }), [800]);
  assertEquals(await tokens(source, { runner: "nobody" }), []);
  assertEquals(await tokens(source, { model: "gpt" }), [800]);
  assertEquals(await tokens(source, { sinceMs: EPOCH + 3000 }), [15_214, 800]);
  assertEquals(await tokens(source, { runId: "b" }), [800]);
  assertEquals(await tokens(source, { top: 2 }), [15_214, 1234]);
});

Deno.test("rankTurns() goes on below calls that were all seen before", async () => {
  // One call, reported by so many that they fill the first round.
  const attributes = {
    "gen_ai.operation.name": "chat",
    "gen_ai.usage.input_tokens": 99,
  };
  const copies = Array.from({ length: 200 }, (_, i): SpanInit => ({
    id: `c${i}`,
    ...(i > 0 && { parent: `c${i - 1}` }),
    name: "chat",
    kind: 3,
    at: i,
    attributes,
  }));
  const source = new MemorySource([...copies, ...turn("small", 1, 5)]);
  assertEquals(await tokens(source, { top: 2 }), [99, 5]);
});

Deno.test("rankTurns() counts a span once that two files hold", async () => {
  const source = new MemorySource([...bigRun("a"), ...bigRun("a")]);
  assertEquals(await tokens(source), [15_214, 1234, 1000]);
});

Deno.test("rankTurns() keeps the top of many, whatever their order", async () => {
  const sizes = Array.from({ length: 500 }, (_, i) => (i * 7919) % 5003);
  const source = new MemorySource(sizes.flatMap((n, i) => turn(`r${i}`, 1, n)));
  assertEquals(
    await tokens(source, { top: 20 }),
    sizes.toSorted((a, b) => b - a).slice(0, 20),
  );
  // What is looked at closer is bounded by what was asked for.
  assertEquals((source.reads[1]?.traceIds?.size ?? 500) <= 80, true);
});

Deno.test("rankTurns() tells the source what it looks for", async () => {
  const source = new MemorySource(bigRun("a"));
  await rankTurns(source, { overTokens: 14_000, model: "demo" });
  assertEquals(source.reads[0], { overTokens: 14_000, model: "demo" });
  assertEquals(source.reads[1]?.traceIds?.size, 1);
});

Deno.test("rankTurns() does not read on and on for calls that others report", async () => {
  let reads = 0;
  const chat = { kind: 3, name: "chat", failed: false };
  const source: TraceSource = {
    places: [],
    async *spans() {
      reads++;
      await Promise.resolve();
      for (let place = 0; place < 20_000; place++) {
        const span = { ...chat, traceId: `${place}`, startMs: place, endMs: 0 };
        const tokens = (count: number) => ({
          "gen_ai.operation.name": "chat",
          "gen_ai.usage.input_tokens": count,
        });
        // The call inside is larger, and is not counted.
        const inside = { attributes: tokens(1e6 + place), parentSpanId: "a" };
        yield { ...span, ...inside, spanId: "b" };
        yield { ...span, spanId: "a", attributes: tokens(place) };
      }
    },
    warnings: () => [],
  };

  const { rows } = await rankTurns(source, { top: 2 });

  assertEquals(rows.map((row) => row.promptTokens), [19_999, 19_998]);
  assert(reads <= 14, `${reads} readings`);
});

const GROWN_EARLIER = (run: string, grown: number): SpanInit[] => [
  ...turn(run, 1, 1000),
  ...turn(run, 2, 1000 + grown, {
    "turn.prompt.delta_tokens": grown,
    "turn.prompt.grew_by": "iot/history",
    "turn.prompt.grew_by_bytes": 41_200,
  }),
  ...turn(run, 3, 1100 + grown, {
    "turn.prompt.delta_tokens": 100,
    "turn.prompt.grew_by": "assistant",
  }),
  ...turn(run, 4, 400, { "turn.prompt.delta_tokens": -700 - grown }),
  ...turn(run, 5, 500, { "turn.prompt.delta_tokens": 100 }),
  root(run),
];

Deno.test("rankTurns() says which earlier turn a prompt came in, as the sentence does", async () => {
  const spans = GROWN_EARLIER("a", 20_000);
  const { rows } = await rankTurns(new MemorySource(spans));
  assertEquals(rows.map(({ turn, cameIn }) => [turn, cameIn?.turn]), [
    [3, 2],
    [2, undefined],
    [1, undefined],
    // Smaller since then: what turn 2 added is gone.
    [5, undefined],
    [4, undefined],
  ]);
  assertEquals(rows[0]?.cameIn, {
    turn: 2,
    growthTokens: 20_000,
    grewBy: "iot/history",
    grewByBytes: 41_200,
  });
  assertStringIncludes(
    explainTurns(rows),
    "most of it came in turn 2, by iot/history (41.2 kB)",
  );
  // Of 1,600 tokens, 500 are not most.
  const small = await rankTurns(new MemorySource(GROWN_EARLIER("b", 500)));
  assertEquals(small.rows[0]?.cameIn, undefined);
  assert(!explainTurns(small.rows).includes("most of it came"));
});

Deno.test("rankTurns() takes a runner's name in both spellings", async () => {
  const source = new MemorySource([
    ...bigRun("a"),
    ...turn("b", 1, 7, { "agent.runner": "my-own" }),
  ]);
  for (const runner of ["plan_execute", "plan-execute", "Plan-Execute"]) {
    assertEquals(await tokens(source, { runner }), [15_214, 1234, 1000]);
  }
  for (const runner of ["my-own", "my_own"]) {
    assertEquals(await tokens(source, { runner }), [7]);
  }
});

Deno.test("rankTurns() says what there is when a runner is not", async () => {
  const source = new MemorySource([...bigRun("a"), ...turn("b", 1, undefined)]);
  const { rows, ...found } = await rankTurns(source, { runner: "nobody" });
  assertEquals(rows, []);
  assertEquals(found.spans, 21);
  assertEquals(found.runners, ["plan_execute"]);
  assertEquals(found.models, ["demo"]);
  assert(found.candidates > found.withoutUsage);
});

Deno.test("rankTurns() takes 0 of both for tokens that were not counted", async () => {
  const none = {
    "gen_ai.usage.input_tokens": 0,
    "gen_ai.usage.output_tokens": 0,
    "turn.prompt.delta_tokens": -1000,
  };
  const spans = [...turn("a", 1, 1000), ...turn("a", 2, 0, none)].filter((
    { name },
  ) => name === "agent.turn");
  const { rows, withoutUsage } = await rankTurns(new MemorySource(spans));
  assertEquals([rows.length, withoutUsage], [1, 1]);
});

Deno.test("rankTurns() counts the turns of others where a runner has none", async () => {
  const source = new MemorySource([...bigRun("a"), root("b", "idle")]);
  const { rows, candidates } = await rankTurns(source, { runner: "idle" });
  assertEquals([rows, candidates], [[], 9]);
});
