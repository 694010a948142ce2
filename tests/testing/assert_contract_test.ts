import { assertEquals, AssertionError, assertThrows } from "@std/assert";
import { trace } from "@opentelemetry/api";
import { startRun } from "@turnspan/turnspan";
import {
  assertContract,
  type RecordedSpan,
  SpanRecorder,
} from "../../testing/mod.ts";
import { calls, fails, plans, replies, says } from "../_helpers/replies.ts";
import { runScripted } from "../runners/_run.ts";
import { altered, having } from "./_altered.ts";
import { loop, loopSpans } from "./_loop.ts";

/** What is done to one span of a good trace, and what is said of it. */
const FAULTS: Readonly<
  Record<string, readonly [string, (span: RecordedSpan) => object, string]>
> = {
  "another name": [
    "POST",
    () => ({ name: "FETCH" }),
    'agent.run > agent.turn[3] > chat tested > FETCH: name: expected one of the contract\'s, got "FETCH"',
  ],
  "another kind": [
    "tool.call",
    () => ({ kind: 0 }),
    "agent.run > agent.turn[2] > tool.call: kind: expected client, got internal",
  ],
  "no parent": [
    "tool.call",
    () => ({ parentSpanContext: undefined }),
    "tool.call: parent: expected agent.turn, got none",
  ],
  "no attribute": [
    "agent.turn",
    ({ attributes: { "turn.index": _, ...attributes } }) => ({ attributes }),
    "agent.run > agent.turn[3]: turn.index: expected a whole number, 0 or more, got nothing",
  ],
  "an attribute of another type": [
    "POST",
    ({ attributes }) => ({
      attributes: { ...attributes, "server.port": "80" },
    }),
    'agent.run > agent.turn[3] > chat tested > POST: server.port: expected a whole number, 0 or more, got "80"',
  ],
  "an attribute of no table": [
    "agent.run",
    ({ attributes }) => ({ attributes: { ...attributes, prompt: "?" } }),
    'agent.run: prompt: expected nothing: it is in no table of the contract, got "?"',
  ],
  "an error without a type": [
    "agent.turn",
    () => ({ status: { code: 2, message: "no" } }),
    "agent.run > agent.turn[3]: error.type: expected a text, as the status is error, got nothing",
  ],
  "a late end": [
    "tool.call",
    ({ endTime: [seconds, nanos] }) => ({ endTime: [seconds + 60, nanos] }),
    " ms after it",
  ],
  "a wrong sum": [
    "agent.run",
    ({ attributes }) => ({ attributes: { ...attributes, "agent.turns": 7 } }),
    "agent.run: agent.turns: expected 3 (as many are inside), got 7",
  ],
};

Deno.test("assertContract() finds what is wrong with a trace", async () => {
  const { spans } = await runScripted({
    handler: replies(
      fails(503, { "retry-after-ms": "1" }),
      plans({ tool: "echo", server: "tools" }),
      calls(["echo", { text: "x" }]),
      says("done"),
    ),
  });
  for (const [name, alter, message] of Object.values(FAULTS)) {
    const place = spans.findLastIndex((span) => span.name === name);
    const span = spans[place]!;
    const faulty = spans.with(place, altered(span, alter(span)));
    assertThrows(
      () => assertContract(faulty, { exact: true }),
      AssertionError,
      message,
    );
  }
});

Deno.test("assertContract() finds a missing turn where the run is there", async () => {
  const spans = await loopSpans([{ input: 12 }, { input: 20 }, { input: 31 }]);
  const ofTurn2 = new Set(
    spans.filter(({ attributes }) => attributes["turn.index"] === 2)
      .map((span) => span.spanContext().spanId),
  );
  const rest = spans.filter((span) =>
    !ofTurn2.has(span.spanContext().spanId) &&
    !ofTurn2.has(span.parentSpanContext?.spanId ?? "")
  );

  const { message } = assertThrows(() => assertContract(rest), AssertionError);

  assertEquals(message.split("\n").slice(1, 3), [
    "agent.run: agent.turns: expected 2 (as many are inside), got 3",
    "agent.run: agent.usage.input_tokens: expected 43 (the sum over the turns inside), got 63",
  ]);
  assertEquals(
    message.includes(
      "agent.run > agent.turn[2]: turn.index: expected 2 (turns count from 1 in each agent), got 3",
    ),
    true,
  );
});

Deno.test("assertContract() says where each run's fault is, and draws that trace alone", async () => {
  using recorder = new SpanRecorder();
  await loop([{ input: 12 }], { runner: "first" });
  await loop([{ input: 12 }, { input: 20 }], { runner: "second" });
  const { spans } = recorder;
  const place = spans.findLastIndex(({ name }) => name === "agent.turn");
  const faulty = spans.with(
    place,
    having(spans[place]!, { "turn.prompt.top_source_tokens": 1 }),
  );

  const { message } = assertThrows(
    () => assertContract(faulty),
    AssertionError,
  );

  assertEquals(
    message,
    `Spans do not keep the contract (1 fault):
agent.run[2] > agent.turn[2]: turn.prompt.top_source_tokens: expected 20 (the first of turn.prompt.sources), got 1

agent.run internal
  agent.turn internal
    chat gpt-5 client
      POST client
  agent.turn internal
    chat gpt-5 client
      POST client`,
  );
});

Deno.test("assertContract() finds a ledger that does not add up", async () => {
  const spans = await loopSpans([{ input: 12, result: "3" }, { input: 20 }]);
  for (
    const [name, attributes, message] of [
      ["agent.turn", { "turn.prompt.source_tokens": [1, 2, 3] }, "a sum of 20"],
      ["agent.turn", { "turn.prompt.tokens.tools": 5 }, "turn.prompt.tokens.*"],
      ["agent.turn", { "turn.prompt.partial": true }, "there is a ledger"],
      ["agent.run", { "agent.prompt.sources": ["a", "a", "b"] }, "each source"],
      ["agent.run", { "agent.prompt.source_tokens": [9] }, "one a source"],
    ] as const
  ) {
    const place = spans.findLastIndex((span) => span.name === name);
    const faulty = spans.with(place, having(spans[place]!, attributes));
    assertThrows(() => assertContract(faulty), AssertionError, message);
  }
});

Deno.test("assertContract() says what has not ended, and takes a span of others that has not", () => {
  using recorder = new SpanRecorder();
  const job = trace.getTracer("caller").startSpan("job");
  assertContract(recorder);
  const run = startRun({ runner: "mine", model: "gpt-5" });
  assertThrows(
    () => assertContract(recorder),
    AssertionError,
    "agent.run: end: expected one, got none",
  );
  run.end();
  assertContract(recorder);
  job.end();
});

Deno.test("assertContract() takes times that are off by the tolerance alone", async () => {
  const spans = await loopSpans([{ input: 12 }]);
  const place = spans.findIndex(({ name }) => name === "chat gpt-5");
  const [seconds, nanos] = spans.at(-2)!.endTime;
  const late = spans.with(
    place,
    altered(spans[place]!, { endTime: [seconds, nanos + 1_000_000] }),
  );

  assertContract(late, { toleranceMs: 2 });
  assertThrows(
    () => assertContract(late),
    AssertionError,
    'chat gpt-5: time: expected an end inside "agent.turn"',
  );
});

Deno.test("assertContract() finds an id that is used twice, and spans that go round in a circle", async () => {
  const spans = await loopSpans([{ input: 12 }]);
  const run = spans.at(-1)!;
  const parentSpanContext = spans.at(-2)!.spanContext();

  assertThrows(() => assertContract([...spans, run]), AssertionError, "again");
  assertThrows(
    () => assertContract(spans.with(-1, altered(run, { parentSpanContext }))),
    AssertionError,
    "4 spans: parent: expected one further up",
  );
});

Deno.test("assertContract() names what is no list of spans", () => {
  for (const wrong of [undefined, null, 3, "agent.run", {}, [1], [{}]]) {
    assertThrows(
      // deno-lint-ignore no-explicit-any
      () => assertContract(wrong as any),
      TypeError,
      'Cannot look at "spans"',
    );
  }
});
