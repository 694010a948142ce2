import { assert, assertEquals } from "@std/assert";
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
