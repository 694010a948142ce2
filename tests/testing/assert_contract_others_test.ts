import { AssertionError, assertThrows } from "@std/assert";
import { trace } from "@opentelemetry/api";
import { getTracer, traceRun } from "@turnspan/turnspan";
import { continueTrace } from "@turnspan/turnspan/mcp";
import {
  assertContract,
  type RecordedSpan,
  SpanRecorder,
} from "../../testing/mod.ts";
import { altered, having, withoutScope } from "./_altered.ts";
import { loop, loopSpans } from "./_loop.ts";

const INTERNAL = 0;
const SERVER = 1;
const CLIENT = 2;

/** A span of somebody else under one of ours. */
function otherSpan(
  name: string,
  parent: RecordedSpan,
  kind = CLIENT,
): RecordedSpan {
  const { traceId, spanId } = parent.spanContext();
  const id = crypto.randomUUID().replaceAll("-", "").slice(0, 16);
  return {
    name,
    kind,
    attributes: { "gen_ai.request.model": "gpt-5" },
    status: { code: 0 },
    events: [],
    startTime: parent.startTime,
    // A proxy's own spans may end later.
    endTime: [parent.endTime[0] + 60, 0],
    parentSpanContext: { spanId },
    spanContext: () => ({ traceId, spanId: id }),
  };
}

Deno.test("assertContract() takes attributes of one's own unless it is exact", async () => {
  const spans = await loopSpans([{ input: 12 }]);
  const given = spans.map((span) => having(span, { "customer.id": "a" }));

  assertContract(given);
  assertThrows(
    () => assertContract(given, { exact: true }),
    AssertionError,
    "customer.id: expected nothing",
  );
});

Deno.test("assertContract() passes over spans of others, with and without a scope", async () => {
  const spans = await loopSpans([{ input: 12, result: "3" }, { input: 20 }]);
  const named = (wanted: string) => spans.find(({ name }) => name === wanted)!;
  const request = named("POST");
  const others = [
    otherSpan("POST /v1/chat/completions", request, SERVER),
    otherSpan("chat gpt-5", request),
    otherSpan("POST", request),
    otherSpan("litellm_request", request),
    otherSpan("chat o", named("chat gpt-5")),
    otherSpan("tools/list", named("tool.call"), SERVER),
    otherSpan("load", named("tool.call"), INTERNAL),
    // Those of HTTP say where they go, as ours do.
    having(otherSpan("POST", request), { "url.full": "http://model/" }),
    having(otherSpan("POST", request, SERVER), { "url.full": "http://a/" }),
  ];

  assertContract([...spans, ...others]);
  assertContract([...withoutScope(spans), ...others]);
  const scoped = others.map((span) =>
    altered(span, { instrumentationScope: { name: "litellm" } })
  );
  assertContract([...scoped, ...spans]);
  assertThrows(
    () => assertContract([...scoped, ...spans], { exact: true }),
    AssertionError,
    "litellm_request: name: expected one of the contract's",
  );
});

Deno.test("assertContract() takes a run inside a caller's span, several runs, and a run in a tool", async () => {
  using recorder = new SpanRecorder();
  await trace.getTracer("caller").startActiveSpan("job", async (span) => {
    await loop([{ input: 12, result: "3" }, { input: 20 }]);
    await loop([{ input: 12 }]);
    span.end();
  });
  await traceRun(
    { runner: "outer", model: "gpt-5" },
    (run) =>
      run.turn((turn) =>
        turn.tool({ name: "ask" }, () => loop([{ input: 12 }]))
      ),
  );

  assertContract(recorder);
  assertContract(withoutScope(recorder.spans));
  // Where the caller's span has not ended, or is another program's.
  assertContract(recorder.spans.filter(({ name }) => name !== "job"));
});

Deno.test("assertContract() takes a run that a server of the caller's starts", async () => {
  const spans = await loopSpans([{ input: 12 }]);
  const run = spans.at(-1)!;
  const server = having(otherSpan("POST", run, SERVER), {
    "url.full": "http://agent/",
  });
  const { spanId } = server.spanContext();
  const inside = altered(run, { parentSpanContext: { spanId } });

  assertContract([
    ...withoutScope([...spans.slice(0, -1), inside]),
    altered(server, { parentSpanContext: undefined }),
  ]);
});

Deno.test("assertContract() holds a run's sums, though a request beside it is another program's", async () => {
  const spans = await loopSpans([{ input: 12 }]);
  const request = spans.find(({ name }) => name === "POST")!;
  const beside = altered(request, {
    parentSpanContext: { spanId: "a".repeat(16), isRemote: true },
    spanContext: () => ({
      ...request.spanContext(),
      spanId: "b".repeat(16),
    }),
  });
  assertContract([...spans, beside]);
  const faulty = spans.with(-1, having(spans.at(-1)!, { "agent.turns": 7 }));
  assertThrows(
    () => assertContract([...faulty, beside]),
    AssertionError,
    "agent.turns: expected 1 (as many are inside), got 7",
  );
});

Deno.test("assertContract() takes what the program does in a turn by itself", async () => {
  using recorder = new SpanRecorder();
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("ok"),
  );
  const get = async () => {
    const reply = await fetch(`http://127.0.0.1:${server.addr.port}/`);
    await reply.text();
  };
  const inTurn = async () => {
    await get();
    await getTracer().startActiveSpan("load", async (span) => {
      await get();
      span.end();
    });
    await continueTrace({}, "add", () => ({ content: [] }));
  };
  await loop([{ input: 12, result: "3" }, {}], { inTurn });

  assertContract(recorder);
});

Deno.test("assertContract() takes each part of a trace", async () => {
  const spans = await loopSpans([
    { input: 12, result: "3" },
    { input: 20, result: "4" },
    { input: 31 },
  ]);

  for (const place of spans.keys()) {
    // As the recorder has them while the run goes on.
    assertContract(spans.slice(0, place));
  }
  for (const name of new Set(spans.map(({ name }) => name))) {
    assertContract(spans.filter((span) => span.name === name));
  }
});
