import { AssertionError, assertThrows } from "@std/assert";
import { assertContract, type RecordedSpan } from "../../testing/mod.ts";
import { altered, having, withoutScope } from "./_altered.ts";
import { loopSpans } from "./_loop.ts";

type Alter = (span: RecordedSpan) => RecordedSpan;

/** A rule: which span breaks it, how, and what is said of it. */
type Case = readonly [name: string, alter: Alter, message: string];

const has = (attributes: object): Alter => (span) => having(span, attributes);
const is = (members: object): Alter => (span) => altered(span, members);
const failing = (message: string, members: object = {}): Alter => (span) =>
  altered(having(span, { "error.type": "E" }), {
    status: { code: 2, message },
    ...members,
  });
const thrown = { name: "exception" };

/** Some time later, in milliseconds. */
function later([seconds, nanos]: RecordedSpan["endTime"], ms: number) {
  const all = seconds * 1000 + nanos / 1e6 + ms;
  return [Math.floor(all / 1000), Math.round((all % 1000) * 1e6)];
}

const CASES: readonly Case[] = [
  [
    "tool.call",
    (span) => altered(span, { startTime: later(span.startTime, -5000) }),
    'tool.call: time: expected a start inside "agent.turn", got one ',
  ],
  [
    "tool.call",
    (span) => altered(span, { endTime: later(span.startTime, -5) }),
    "tool.call: time: expected an end after its start, got one before it",
  ],
  [
    "tool.call",
    is({ spanContext: () => ({ traceId: "f".repeat(32), spanId: "a" }) }),
    `tool.call: trace: expected `,
  ],
  [
    "tool.call",
    is({ spanContext: () => ({ traceId: "f", spanId: "a" }) }),
    'tool.call: ids: expected 32 and 16 digits, got "f" and "a"',
  ],
  [
    "chat gpt-5",
    is({ name: "chat gpt-4" }),
    'name: expected "chat gpt-5" (by gen_ai.request.model), got "chat gpt-4"',
  ],
  [
    "tool.call",
    is({ events: [thrown] }),
    "events: expected 0 exceptions at most (it did not fail), got 1",
  ],
  [
    "tool.call",
    failing("no", { events: [thrown, thrown] }),
    "events: expected 1 exceptions at most (what was thrown first), got 2",
  ],
  [
    "POST",
    (span) =>
      failing("no", { events: [thrown] })(
        having(span, { "http.response.status_code": 500 }),
      ),
    "events: expected 0 exceptions at most (nothing was thrown), got 1",
  ],
  [
    "tool.call",
    failing(""),
    "status: expected a message, got none",
  ],
  [
    "tool.call",
    failing("é".repeat(513)),
    "status: expected a message of 1024 bytes at most, got 1026 bytes",
  ],
  [
    "tool.call",
    has({ "error.type": "E" }),
    'error.type: expected nothing, or the status error, got "E"',
  ],
  [
    "chat gpt-5",
    has({ "gen_ai.usage.cache_write.input_tokens": 3 }),
    "cache_creation.input_tokens: expected 3 (the same as",
  ],
  [
    "agent.turn",
    has({ "gen_ai.usage.cache_write.input_tokens": 3 }),
    "cache_creation.input_tokens: expected 3 (the same as",
  ],
  [
    "agent.turn",
    has({ "turn.prompt.size_bucket": "1k-2k" }),
    'turn.prompt.size_bucket: expected "<1k"',
  ],
  [
    "tool.call",
    has({ "turn.index": 9 }),
    'agent.turn[1]: turn.index of its "tool.call": expected 1 (as on its turn), got 9',
  ],
  [
    "chat gpt-5",
    has({ "gen_ai.agent.name": "x" }),
    'gen_ai.agent.name of its "chat gpt-5": expected "mine"',
  ],
  [
    "agent.turn",
    has({ "turn.tool_calls": 4 }),
    "turn.tool_calls: expected 0 (as many are inside), got 4",
  ],
  [
    "agent.turn",
    has({ "gen_ai.usage.output_tokens": 4 }),
    "gen_ai.usage.output_tokens: expected 3 (the sum over the chats inside)",
  ],
  [
    "chat gpt-5",
    has({ "server.port": 1 }),
    "server.port: expected ",
  ],
  [
    "POST",
    has({ "http.request.resend_count": 1 }),
    "http.request.resend_count of its request 1: expected nothing",
  ],
  [
    "agent.run",
    has({ "agent.prompt.max_tokens": 4 }),
    "agent.prompt.max_tokens: expected 20 (the largest of the turns inside)",
  ],
  [
    "agent.turn",
    has({ "turn.cache.expected_tokens": 21 }),
    "turn.cache.expected_tokens: expected 20 at most",
  ],
  [
    "agent.turn",
    has({ "turn.prompt.tokens_basis": undefined }),
    "turn.prompt.tokens.messages: expected nothing (there is no ledger)",
  ],
  [
    "agent.turn",
    has({
      "turn.prompt.sources": Array.from({ length: 17 }, (_, i) => `s${i}`),
    }),
    'turn.prompt.sources: expected 16 sources at most, and "other", got 17',
  ],
  [
    "agent.turn",
    (span) =>
      having(span, {
        "turn.prompt.source_tokens": [
          ...span.attributes["turn.prompt.source_tokens"] as number[],
        ].reverse(),
      }),
    "turn.prompt.source_tokens: expected the largest first, each above 0",
  ],
];

Deno.test("assertContract() finds each rule that is broken", async () => {
  const spans = await loopSpans([{ input: 12, result: "3" }, { input: 20 }]);
  for (const [name, alter, message] of CASES) {
    const place = spans.findLastIndex((span) => span.name === name);
    const faulty = spans.with(place, alter(spans[place]!));
    assertThrows(() => assertContract(faulty), AssertionError, message);
  }
});

Deno.test("assertContract() finds turns that overlap", async () => {
  const spans = await loopSpans([{ input: 12 }, { input: 20 }]);
  const place = spans.findIndex(({ name }) => name === "agent.turn");
  const { endTime } = spans.at(-1)!;

  assertThrows(
    () =>
      assertContract(spans.with(place, altered(spans[place]!, { endTime }))),
    AssertionError,
    "agent.turn[2]: time: expected a start after the turn before, got one ",
  );
});

Deno.test("assertContract() takes failures as the contract has them", async () => {
  const spans = await loopSpans([{ input: 12, result: "3" }, { input: 20 }]);
  const place = spans.findIndex(({ name }) => name === "tool.call");
  for (const events of [[], [thrown]]) {
    assertContract(spans.with(place, failing("no", { events })(spans[place]!)));
  }
});

Deno.test("assertContract() cuts what is long, in number and in size", async () => {
  const spans = await loopSpans(Array.from({ length: 30 }, () => ({})));
  const faulty = spans.map((span) =>
    span.name === "agent.turn"
      ? having(span, { "turn.tool_calls": "x".repeat(500) })
      : span
  );

  const { message } = assertThrows(
    () => assertContract(faulty),
    AssertionError,
    "… and 40 more",
  );

  const longest = Math.max(
    ...message.split("\n").map(({ length }) => length),
  );
  if (longest > 300) throw new Error(message);
});

Deno.test("assertContract() takes the turns of a run whose first ones are gone", async () => {
  const spans = await loopSpans([{ input: 12 }, { input: 20 }, { input: 31 }]);
  const [first] = spans.filter(({ name }) => name === "agent.turn");
  const open = spans.filter((span) =>
    span !== first && span.name !== "agent.run"
  );

  assertContract(open);
  assertContract(withoutScope(open));
  const turns = open.filter(({ name }) => name === "agent.turn");
  const gap = open.filter((span) => span !== turns[0]);
  assertContract(gap);
});

Deno.test("assertContract() holds sums of a run against what is there, where its parent is another program's", async () => {
  const spans = await loopSpans([{ input: 12 }, { input: 20 }]);
  const remote = spans.map((span) =>
    span.name === "agent.run"
      ? altered(span, {
        parentSpanContext: { spanId: "a".repeat(16), isRemote: true },
        attributes: { ...span.attributes, "agent.turns": 7 },
      })
      : span
  );

  assertThrows(
    () => assertContract(remote),
    AssertionError,
    "agent.turns: expected 2 (as many are inside), got 7",
  );
});
