import { assertEquals, assertMatch } from "@std/assert";
import { requestContext } from "../../tracing/propagation.ts";
import { traceRun } from "../../tracing/recorder/trace_run.ts";
import { assertSpanTree, SpanRecorder } from "../../testing/mod.ts";
import { startCollector } from "./_collector.ts";
import { type ProgramResult, runJson } from "./_program.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";
const TRACEPARENT = `00-${TRACE}-${SPAN}-01`;

interface Report {
  readonly parent?: {
    readonly traceId: string;
    readonly spanId: string;
    readonly traceFlags: number;
    readonly isRemote: boolean;
    readonly state?: string;
  };
  readonly baggage?: Record<string, string>;
  readonly before: Record<string, string>;
  readonly inside: Record<string, string>;
  readonly insideSpan: { readonly traceId: string; readonly spanId: string };
  readonly outside: Record<string, string>;
}

function propagate(
  env: Record<string, string>,
): Promise<ProgramResult & { readonly json: Report }> {
  return runJson<Report>("propagate", { env });
}

Deno.test("environmentContext() reads the parent, its state and the baggage", async () => {
  const { json } = await propagate({
    TRACEPARENT,
    TRACESTATE: "vendor=a,other=b",
    BAGGAGE: "user=a%20b;secret=no, team = x ,broken,=y,bad=%E0%A4%A",
  });
  assertEquals(json.parent, {
    traceId: TRACE,
    spanId: SPAN,
    traceFlags: 1,
    isRemote: true,
    state: "vendor=a,other=b",
  });
  assertEquals(json.baggage, { user: "a b", team: "x" });
});

Deno.test("environmentContext() takes a later version as far as it knows it", async () => {
  const { json } = await propagate({ TRACEPARENT: `01-${TRACE}-${SPAN}-ff-x` });
  assertEquals(json.parent?.spanId, SPAN);
  assertEquals(json.parent?.traceFlags, 1);
});

Deno.test("environmentContext() is empty when it is absent or malformed", async () => {
  const bad = [
    "",
    "nonsense",
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${"0".repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${"0".repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-1`,
    `${TRACEPARENT}, ${TRACEPARENT}`,
  ];
  for (const value of bad) {
    const { json, stderr } = await propagate({ TRACEPARENT: value });
    assertEquals(json.parent, undefined, value);
    assertEquals(stderr, "");
  }
});

Deno.test("traceRun() joins the trace that the program was started in", async () => {
  const path = await Deno.makeTempFile();
  try {
    const { json } = await propagate({
      TRACEPARENT,
      TRACESTATE: "vendor=a",
      BAGGAGE: "team=x",
      OTEL_TRACES_FILE: path,
    });
    assertEquals(json.insideSpan.traceId, TRACE);
    assertEquals(json.inside, {
      traceparent: `00-${TRACE}-${json.insideSpan.spanId}-01`,
      tracestate: "vendor=a",
      baggage: "team=x",
    });
    assertEquals(json.before, {});
    assertEquals(json.outside, {});
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("traceHeaders() gives what OTEL_PROPAGATORS names", async () => {
  const env = {
    OTEL_TRACES_FILE: "/dev/null",
    TRACEPARENT,
    BAGGAGE: "team=x",
  };
  const rows: [string, string[]][] = [
    ["tracecontext", ["traceparent"]],
    ["baggage", ["baggage"]],
    ["none", []],
  ];
  for (const [propagators, names] of rows) {
    const { json } = await propagate({ ...env, OTEL_PROPAGATORS: propagators });
    assertEquals(Object.keys(json.inside), names);
  }
});

Deno.test("traceHeaders() gives nothing when tracing is off", async () => {
  const { json } = await propagate({ TRACEPARENT });
  assertEquals(json.inside, {});
  const { json: disabled } = await propagate({
    TRACEPARENT,
    OTEL_SDK_DISABLED: "true",
    OTEL_TRACES_FILE: "/dev/null",
  });
  assertEquals(disabled.inside, {});
});

Deno.test("traceHeaders() works with Deno's own OpenTelemetry", async () => {
  await using collector = startCollector();
  const { json, stderr } = await propagate({
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    TRACEPARENT,
  });
  assertEquals(stderr, "");
  assertEquals(json.insideSpan.traceId, TRACE);
  assertMatch(
    json.inside.traceparent ?? "",
    new RegExp(`^00-${TRACE}-${json.insideSpan.spanId}-01$`),
  );
});

Deno.test("requestContext() makes each request of a server a run in its caller's trace", async () => {
  using recorder = new SpanRecorder();
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) =>
      traceRun(
        { runner: "mine", model: "gpt-5", parent: requestContext(request) },
        () => new Response("ok"),
      ),
  );
  const url = `http://127.0.0.1:${server.addr.port}/`;
  const ask = async (headers: Record<string, string>) =>
    assertEquals(await (await fetch(url, { headers })).text(), "ok");
  await ask({ traceparent: TRACEPARENT, tracestate: "a=b", baggage: "c=d" });
  await ask({});
  await ask({ traceparent: "nonsense" });
  const traces = recorder.spans.map(({ parentSpanContext }) => [
    parentSpanContext?.spanId,
    parentSpanContext?.isRemote,
  ]);
  assertEquals(traces, [
    [SPAN, true],
    [undefined, undefined],
    [undefined, undefined],
  ]);
  assertEquals(
    new Set(recorder.spans.map((span) => span.spanContext().traceId)).size,
    3,
  );
  assertEquals(recorder.spans[0]?.spanContext().traceId, TRACE);
});

Deno.test("requestContext() is what the caller of the server sees: one trace", async () => {
  using recorder = new SpanRecorder();
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) =>
      traceRun(
        { runner: "inner", model: "gpt-5", parent: requestContext(request) },
        () => new Response("ok"),
      ),
  );
  await traceRun({ runner: "outer", model: "gpt-5" }, async () => {
    const url = `http://127.0.0.1:${server.addr.port}/`;
    assertEquals(await (await fetch(url)).text(), "ok");
  });
  assertSpanTree(recorder, {
    name: "agent.run",
    attributes: { "agent.runner": "outer" },
    children: [{
      name: "GET",
      children: [{
        name: "agent.run",
        attributes: { "agent.runner": "inner" },
      }],
    }],
  });
});
