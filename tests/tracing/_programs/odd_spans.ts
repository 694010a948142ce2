// deno-lint-ignore-file no-console
/** Makes spans with what OTLP cannot say, and one after them without. */
import {
  type Context,
  ROOT_CONTEXT,
  trace,
  type TraceState,
} from "@opentelemetry/api";
import { getTracer, initTracing } from "@turnspan/turnspan";

const input = JSON.parse(Deno.args[0] ?? "{}") as {
  /** Whether there is a span that nobody can encode. */
  readonly impossible?: boolean;
};

const HALF = "\ud83d";
const OTHER_HALF = "\ude00";

const tracing = await initTracing(`agent${HALF}`, {
  serviceVersion: `1${OTHER_HALF}`,
});
const tracer = getTracer();

tracer.startSpan("numbers", {
  attributes: {
    nan: NaN,
    infinity: Infinity,
    negative: -Infinity,
    large: 1e300,
    integer: -(2 ** 63),
    list: [1, NaN, 2.5, Infinity],
    whole: 2 ** 53,
    half: 0.5,
  },
  links: [{ context: linked(), attributes: { nan: NaN, fine: 1 } }],
}).addEvent("event", { nan: NaN, fine: 2 }).end();

tracer.startSpan(`name${HALF}`, {
  attributes: {
    text: `${OTHER_HALF}a`,
    cut: "abcdefghi😀",
    [`key${HALF}`]: "key",
    list: [`b${HALF}`, "😀"],
  },
  links: [{ context: linked(), attributes: { text: `c${HALF}` } }],
}).addEvent(`event${HALF}`, { text: `d${HALF}` }).setStatus({
  code: 2,
  message: `failed${HALF}`,
}).end();

getTracer(`scope${HALF}`, `2${HALF}`).startSpan("scope").end();

// What JavaScript, and a cast, let pass.
const never = new Date("never");
tracer.startSpan("times", { startTime: never }).addEvent("event", never).end();
tracer.startSpan("end").end(never);
tracer.startSpan("before", { startTime: new Date(-1) }).end();
tracer.startSpan("links", {
  links: [
    { context: trace.getActiveSpan()?.spanContext() as never },
    { context: { traceId: "abc", spanId: "", traceFlags: 1 } },
  ],
}).end();
tracer.startSpan("kind", { kind: "client" as never }).setStatus(
  { code: "ERROR" } as never,
).end();
tracer.startSpan(42 as never).addEvent(43 as never).end();
tracer.startSpan("undefined").addEvent("event", {
  none: undefined as never,
}).end();
tracer.startSpan("state", {}, withState("a=b" as never)).end();
if (input.impossible) {
  const serialize = () => {
    throw new Error("no");
  };
  tracer.startSpan("impossible", {}, withState({ serialize } as never)).end();
}

tracer.startSpan("good", { attributes: { a: 1 } }).end();
console.log("the answer");
await tracing.shutdown();

function linked() {
  return { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 };
}

/** A context of somebody's making. */
function withState(traceState: TraceState): Context {
  return trace.setSpanContext(ROOT_CONTEXT, { ...linked(), traceState });
}
