import { context, ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import { assertEquals } from "@std/assert";
import {
  compareTimes,
  drawSpanTree,
  type RecordedSpan,
  spanForest,
  SpanRecorder,
} from "../../testing/mod.ts";

const tracer = () => trace.getTracer("test");

Deno.test("drawSpanTree() draws kind, status and attributes when asked to", () => {
  using recorder = new SpanRecorder();
  tracer().startActiveSpan("run", { attributes: { n: 3 } }, (run) => {
    const attributes = { n: 1, word: "a b", list: ["x"] };
    tracer().startSpan("call", { kind: SpanKind.CLIENT, attributes })
      .setStatus({ code: 2, message: "never shown" }).end();
    tracer().startSpan("ok").setStatus({ code: 1 }).end();
    run.end();
  });

  assertEquals(recorder.tree(), "run\n  call\n  ok");
  assertEquals(
    recorder.tree({ kind: true }),
    "run internal\n  call client\n  ok internal",
  );
  assertEquals(recorder.tree({ status: true }), "run\n  call error\n  ok ok");
  assertEquals(
    recorder.tree({ attributes: ["word", "n", "absent"] }),
    'run n=3\n  call word="a b" n=1\n  ok',
  );
  assertEquals(
    drawSpanTree(recorder.spans, {
      kind: true,
      status: true,
      attributes: ["list"],
    }),
    'run internal\n  call client error list=["x"]\n  ok internal ok',
  );
});

Deno.test("drawSpanTree() draws several traces in order of start", () => {
  using recorder = new SpanRecorder();
  const first = tracer().startSpan("first", { startTime: [1, 0] });
  const second = tracer().startSpan("second", { startTime: [2, 0] });
  context.with(trace.setSpan(ROOT_CONTEXT, first), () => {
    tracer().startSpan("late", { startTime: [1, 9] }).end([1, 9]);
    tracer().startSpan("early", { startTime: [1, 1] }).end([1, 9]);
  });
  second.end([3, 0]);
  first.end([3, 0]);

  assertEquals(recorder.tree(), "first\n  early\n  late\n\nsecond");
  assertEquals(
    spanForest(recorder.spans).map(({ children }) => children.length),
    [2, 0],
  );
});

Deno.test("compareTimes() is negative where the first is the earlier", () => {
  assertEquals(compareTimes([1, 500_000], [1, 0]), 0.5);
  assertEquals(compareTimes([1, 0], [2, 500_000]), -1000.5);
  assertEquals(compareTimes([3, 7], [3, 7]), 0);
});

/** Recorded spans: the parent of each by its place. */
const plain = (
  count: number,
  parentOf: (place: number) => number | undefined,
): RecordedSpan[] =>
  Array.from({ length: count }, (_, place) => {
    const parent = parentOf(place);
    return {
      name: "s",
      kind: 0,
      attributes: { place },
      status: { code: 0 },
      events: [],
      startTime: [place, 0],
      endTime: [place, 1],
      parentSpanContext: parent === undefined
        ? undefined
        : { spanId: `${parent}` },
      spanContext: () => ({ traceId: "t", spanId: `${place}` }),
    };
  });

Deno.test("drawSpanTree() draws 10,000 levels", () => {
  const spans = plain(10_000, (place) => place === 0 ? undefined : place - 1);
  const lines = drawSpanTree(spans).split("\n");
  assertEquals(lines.length, 10_000);
  assertEquals(lines.at(-1), `${"  ".repeat(9_999)}s`);
});

Deno.test("drawSpanTree() shows no attribute that a span inherits", () => {
  const [span] = plain(1, () => undefined);
  const attributes = ["constructor", "toString", "place"];
  assertEquals(drawSpanTree([span!], { attributes }), "s place=0");
});
