import { context, propagation, type Span, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CBaggagePropagator } from "@opentelemetry/core";
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  anyInt,
  anyNumber,
  anyString,
  assertSpanTree,
  type AssertSpanTreeOptions,
  type ExpectedSpan,
  type RecordedSpan,
  SpanRecorder,
  type SpanSource,
} from "../../testing/mod.ts";

const tracer = () => trace.getTracer("test");

/** Makes a span, with `inside` in it. */
function span(name: string, inside: (span: Span) => void = () => {}): void {
  tracer().startActiveSpan(name, (span) => {
    inside(span);
    span.end();
  });
}

/** Fails to assert, and returns the message. */
function message(
  actual: SpanSource,
  expected: ExpectedSpan | readonly ExpectedSpan[],
  options?: AssertSpanTreeOptions,
): string {
  const error = assertThrows(
    () => assertSpanTree(actual, expected, options),
    Error,
  );
  assertEquals(error.name, "AssertionError");
  return error.message;
}

const TREE: ExpectedSpan = {
  name: "run",
  kind: "internal",
  status: "unset",
  attributes: { turns: 2, text: "a" },
  children: [{ name: "turn" }, { name: "turn", children: [{ name: "call" }] }],
};

function makeTree(attributes: Record<string, number | string> = {}): void {
  span("run", (run) => {
    run.setAttributes({ turns: 2, text: "a", ...attributes });
    span("turn");
    span("turn", () => span("call"));
  });
}

Deno.test("assertSpanTree() passes when the tree is equal", () => {
  using recorder = new SpanRecorder();
  makeTree();
  assertSpanTree(recorder, TREE);
  assertSpanTree(recorder.spans, TREE, { exact: true });
});

Deno.test("assertSpanTree() marks a span that is missing", () => {
  using recorder = new SpanRecorder();
  makeTree();
  const children = [...TREE.children!, {
    name: "end",
    children: [{ name: "x" }],
  }];
  assertEquals(
    message(recorder, { ...TREE, children }),
    `Spans are not the expected tree (- expected, + actual):
  run
    turn
    turn
      call
-   end
-     x`,
  );
});

Deno.test("assertSpanTree() marks a span that is one too many", () => {
  using recorder = new SpanRecorder();
  makeTree();
  assertEquals(
    message(recorder, { ...TREE, children: [{ name: "turn" }] }),
    `Spans are not the expected tree (- expected, + actual):
  run
    turn
+   turn
+     call`,
  );
});

Deno.test("assertSpanTree() marks a span under the wrong parent", () => {
  using recorder = new SpanRecorder();
  makeTree();
  const children = [{ name: "turn", children: [{ name: "call" }] }, {
    name: "turn",
  }];
  assertEquals(
    message(recorder, { ...TREE, children }),
    `Spans are not the expected tree (- expected, + actual):
  run
    turn
-     call
    turn
+     call`,
  );
});

Deno.test("assertSpanTree() names the path of what differs in a span", () => {
  using recorder = new SpanRecorder();
  span("run", () => {
    span("turn");
    tracer().startActiveSpan("turn", { kind: 2 }, (turn) => {
      turn.setAttributes({ n: 14, list: ["a"], "error.type": "boom" });
      turn.setStatus({ code: 2 });
      turn.addEvent("exception");
      turn.end();
    });
  });
  const text = message(recorder, {
    name: "run",
    children: [{ name: "turn" }, {
      name: "turn",
      kind: "internal",
      status: "ok",
      attributes: { n: 12, list: ["a", "b"], id: anyString },
      events: [],
    }],
  }, { exact: true });
  assertEquals(text.split("\n").filter((line) => line.includes(" > ")), [
    "run > turn[2]: kind: expected internal, got client",
    'run > turn[2]: status: expected ok, got error ("boom")',
    "run > turn[2]: n: expected 12, got 14",
    'run > turn[2]: list: expected ["a","b"], got ["a"]',
    "run > turn[2]: id: expected anyString, got nothing",
    'run > turn[2]: error.type: expected nothing, got "boom"',
    'run > turn[2]: events: expected [], got ["exception"]',
  ]);
  assertStringIncludes(text, "\n-     n: 12\n+     n: 14\n");
});

Deno.test("assertSpanTree() fails on an error that was not expected", () => {
  using recorder = new SpanRecorder();
  span("run", (run) => run.setStatus({ code: 2 }));
  assertStringIncludes(
    message(recorder, { name: "run" }),
    "run: status: expected unset or ok, got error",
  );
  assertSpanTree(recorder, { name: "run", status: "error" });
});

Deno.test("assertSpanTree() takes no other attribute when exact", () => {
  using recorder = new SpanRecorder();
  makeTree({ more: 1 });
  assertSpanTree(recorder, TREE);
  assertStringIncludes(
    message(recorder, TREE, { exact: true }),
    "run: more: expected nothing, got 1",
  );
  const attributes = { ...TREE.attributes, more: undefined };
  assertStringIncludes(
    message(recorder, { ...TREE, attributes }),
    "run: more: expected nothing, got 1",
  );
});

Deno.test("assertSpanTree() asks matchers for values that vary", () => {
  using recorder = new SpanRecorder();
  span("run", (run) => run.setAttributes({ n: 1, d: 0.5, s: "s", empty: "" }));
  assertSpanTree(recorder, {
    name: "run",
    attributes: { n: anyInt, d: anyNumber, s: anyString, empty: "" },
  });
  for (
    const [key, matcher] of [["d", anyInt], ["s", anyNumber], [
      "empty",
      anyString,
    ]] as const
  ) {
    assertStringIncludes(
      message(recorder, { name: "run", attributes: { [key]: matcher } }),
      `run: ${key}: expected ${matcher.name}, got `,
    );
  }
});

Deno.test("assertSpanTree() does not take NaN for null", () => {
  using recorder = new SpanRecorder();
  span("run", (run) => run.setAttribute("n", NaN));
  assertSpanTree(recorder, { name: "run", attributes: { n: NaN } });
  assertStringIncludes(
    message(recorder, { name: "run", attributes: { n: null } }),
    "run: n: expected null, got NaN",
  );
});

Deno.test("assertSpanTree() checks the order unless unordered", () => {
  using recorder = new SpanRecorder();
  span("run", () => {
    span("a");
    span("b");
  });
  const children = [{ name: "b" }, { name: "a" }];
  assertEquals(
    message(recorder, { name: "run", children }),
    `Spans are not the expected tree (- expected, + actual):
  run
+   a
    b
-   a`,
  );
  assertSpanTree(recorder, { name: "run", children, unordered: true });
});

Deno.test("assertSpanTree() pairs equal spans when unordered", () => {
  using recorder = new SpanRecorder();
  span("run", () => {
    span("call", (call) => call.setAttribute("id", "x"));
    span("call", (call) => call.setAttribute("id", "y"));
  });
  const call = (id: string) => ({ name: "call", attributes: { id } });
  assertSpanTree(recorder, {
    name: "run",
    unordered: true,
    children: [call("y"), call("x")],
  });
  assertStringIncludes(
    message(recorder, {
      name: "run",
      unordered: true,
      children: [call("y"), call("z")],
    }),
    'run > call[1]: id: expected "z", got "x"',
  );
});

Deno.test("assertSpanTree() pairs a strict expectation after a loose one", () => {
  using recorder = new SpanRecorder();
  span("run", () => {
    span("call", (call) => call.setAttribute("n", 1));
    span("call", (call) => call.setAttribute("n", 2));
  });

  assertSpanTree(recorder, {
    name: "run",
    unordered: true,
    children: [{ name: "call" }, { name: "call", attributes: { n: 1 } }],
  });
});

Deno.test("assertSpanTree() fails on a span that has not ended", () => {
  using recorder = new SpanRecorder();
  const open = tracer().startSpan("open");
  span("run");
  assertEquals(recorder.unended, ["open"]);
  assertEquals(
    message(recorder, { name: "run" }),
    'Span "open" has not ended',
  );
  open.end();
  assertEquals(recorder.unended, []);
});

Deno.test("assertSpanTree() fails on a span that ended twice", () => {
  using recorder = new SpanRecorder();
  span("run", (run) => run.end());
  assertEquals(
    message(recorder, { name: "run" }),
    'Span "run" was ended more than once',
  );
});

const IDS = { traceId: "t", spanId: "1" };

function made(
  name: string,
  [from, to]: readonly [number, number],
  ids = IDS,
  parent?: string,
): RecordedSpan {
  return {
    name,
    kind: 0,
    attributes: {},
    status: { code: 0 },
    events: [],
    startTime: [1, from * 1e6],
    endTime: [1, to * 1e6],
    ...(parent === undefined ? {} : { parentSpanContext: { spanId: parent } }),
    spanContext: () => ids,
  };
}

Deno.test("assertSpanTree() fails on a child outside of its parent", () => {
  const spans = [
    made("run", [10, 20]),
    made("call", [8, 23], { traceId: "t", spanId: "2" }, "1"),
  ];
  const expected = { name: "run", children: [{ name: "call" }] };
  assertEquals(
    message(spans, expected, { toleranceMs: 0 }),
    `Span "call" inside "run" starts 2 ms before it
Span "call" inside "run" ends 3 ms after it`,
  );
  assertEquals(
    message(spans, expected, { toleranceMs: 2 }),
    'Span "call" inside "run" ends 3 ms after it',
  );
  assertSpanTree(spans, expected, { toleranceMs: 3 });
});

Deno.test("assertSpanTree() takes 50 ms for the SDK's two clocks", () => {
  const expected = { name: "run", children: [{ name: "call" }] };
  const spans = (end: number) => [
    made("run", [10, 20]),
    made("call", [11, end], { traceId: "t", spanId: "2" }, "1"),
  ];
  assertSpanTree(spans(70), expected);
  assertEquals(
    message(spans(71), expected),
    'Span "call" inside "run" ends 51 ms after it',
  );
});

Deno.test("assertSpanTree() fails on a child in another trace", () => {
  const spans = [
    made("run", [10, 20]),
    made("call", [11, 12], { traceId: "u", spanId: "2" }, "1"),
  ];
  assertEquals(
    message(spans, { name: "run", children: [{ name: "call" }] }),
    'Span "call" inside "run" is in another trace',
  );
});

Deno.test("SpanRecorder.tree() keeps the order of start within a millisecond", () => {
  using recorder = new SpanRecorder();
  for (let time = 0; time < 50; time++) {
    recorder.clear();
    span("run", () => {
      const [a, b] = [tracer().startSpan("a"), tracer().startSpan("b")];
      b.end();
      a.end();
    });
    assertEquals(recorder.tree(), "run\n  a\n  b");
  }
});

Deno.test("SpanRecorder.tree() separates traces and marks remote parents", () => {
  using recorder = new SpanRecorder();
  const joined = propagation.extract(context.active(), {
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  });
  tracer().startSpan("joined", {}, joined).end();
  makeTree();
  assertEquals(
    recorder.tree({ kind: true, attributes: ["turns"] }),
    `joined internal (remote parent)

run internal turns=2
  turn internal
  turn internal
    call internal`,
  );
});

Deno.test("SpanRecorder.clear() leaves alone a span that ends later", () => {
  using recorder = new SpanRecorder();
  const late = tracer().startSpan("late");
  recorder.clear();
  late.end();
  assertEquals(recorder.endedAgain, []);
});

Deno.test("SpanRecorder leaves a propagator that it did not register", () => {
  propagation.setGlobalPropagator(new W3CBaggagePropagator());
  try {
    new SpanRecorder()[Symbol.dispose]();
    assertEquals(propagation.fields(), ["baggage"]);
  } finally {
    propagation.disable();
  }
});

Deno.test("SpanRecorder takes away its own propagator", () => {
  {
    using _recorder = new SpanRecorder();
    assertEquals(propagation.fields(), [
      "traceparent",
      "tracestate",
      "baggage",
    ]);
  }
  assertEquals(propagation.fields(), []);
});

Deno.test("SpanRecorder refuses a second one while registered, and works again after", () => {
  for (let time = 0; time < 100; time++) {
    using recorder = new SpanRecorder();
    assertThrows(
      () => new SpanRecorder(),
      Error,
      "Cannot record spans: a tracer provider is registered already",
    );
    makeTree();
    assertSpanTree(recorder, TREE);
  }
});

Deno.test("assertSpanTree() looks for children outside of their parent at every depth", () => {
  const spans = [
    made("run", [10, 20]),
    made("turn", [11, 12], { traceId: "t", spanId: "2" }, "1"),
    made("call", [11, 19], { traceId: "t", spanId: "3" }, "2"),
  ];
  const turn = { name: "turn", children: [{ name: "call" }] };
  assertEquals(
    message(spans, { name: "run", children: [turn] }, { toleranceMs: 0 }),
    'Span "call" inside "turn" ends 7 ms after it',
  );
});

Deno.test("SpanRecorder leaves the next recorder alone when disposed again", () => {
  const first = new SpanRecorder();
  first[Symbol.dispose]();
  using second = new SpanRecorder();
  first[Symbol.dispose]();
  makeTree();
  assertSpanTree(second, TREE);
});

Deno.test("SpanRecorder registers nothing beside somebody else's context manager", () => {
  const manager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(manager);
  try {
    assertThrows(
      () => new SpanRecorder(),
      Error,
      "Cannot record spans: a context manager is registered already",
    );
    assertEquals(tracer().startSpan("none").isRecording(), false);
  } finally {
    context.disable();
  }
});

/** As many spans of one name in one other, each with its place. */
function siblings(count: number): RecordedSpan[] {
  const base = { kind: 0, status: { code: 0 }, events: [] };
  const span = (place: number): RecordedSpan => ({
    ...base,
    name: place === 0 ? "root" : "call",
    attributes: { place },
    startTime: [place === 0 ? 0 : 1, place],
    endTime: [place === 0 ? 2 : 1, place],
    parentSpanContext: place === 0 ? undefined : { spanId: "0" },
    spanContext: () => ({ traceId: "t", spanId: `${place}` }),
  });
  return Array.from({ length: count + 1 }, (_, place) => span(place));
}

Deno.test("assertSpanTree() compares 100,000 siblings, and numbers those that differ", () => {
  const children = Array.from({ length: 100_000 }, (_, place) => ({
    name: "call",
    attributes: { place: place + 1 },
  }));
  assertSpanTree(siblings(100_000), { name: "root", children });

  const wrong = children.with(-1, { name: "call", attributes: { place: 7 } });
  const differing = message(siblings(100_000), {
    name: "root",
    children: wrong,
  });
  assertEquals(
    differing.slice(differing.lastIndexOf("\n") + 1),
    "root > call[100000]: place: expected 7, got 100000",
  );
  const lacking = message(siblings(99_999), { name: "root", children });
  assertEquals(lacking.slice(-17), "    call\n-   call");
});

Deno.test("assertSpanTree() pairs 5,000 equal siblings in any order", () => {
  const children = Array.from({ length: 5_000 }, () => ({ name: "call" }));
  const root = { name: "root", unordered: true };
  assertSpanTree(siblings(5_000), { ...root, children });
});

Deno.test("assertSpanTree() takes an inherited name for no expected attribute", () => {
  const [root] = siblings(0);
  const odd = { ...root!, attributes: { constructor: "x" } };
  assertStringIncludes(
    message([odd], { name: "root", attributes: {} }, { exact: true }),
    "constructor: nothing",
  );
});
