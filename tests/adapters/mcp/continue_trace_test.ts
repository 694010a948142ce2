import { propagation, SpanKind } from "@opentelemetry/api";
import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { continueTrace, McpPool, tracedTool } from "../../../adapters/mcp.ts";
import { config, inRun, Spans } from "../_setup.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const SPAN_ID = "b7ad6b7169203331";
const traceparent = `00-${TRACE_ID}-${SPAN_ID}-01`;

/** A span as the file exporter writes it. */
interface FileSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status?: { readonly code?: number };
}

Deno.test("tracedTool() continues the caller's trace in a server process", async () => {
  using spans = new Spans();
  const folder = await Deno.makeTempDir();
  const file = `${folder}/spans.jsonl`;
  try {
    await inRun(async (run) => {
      const server = new URL("../_servers/traced_server.ts", import.meta.url);
      await using pool = await McpPool.open(
        config({
          traced: {
            command: Deno.execPath(),
            args: [
              "run",
              "--quiet",
              "--allow-all",
              "--no-lock",
              server.pathname,
            ],
            env: { OTEL_TRACES_FILE: file },
          },
        }),
      );
      await run.turn(async () => {
        const input = { a: 1, b: 2 };
        const call = { server: "traced", tool: "add", input };
        assertEquals((await pool.call(call)).text, "3");
        await pool.call({ server: "traced", tool: "refuse" });
        await pool.call({ server: "traced", tool: "throw" });
      });
    });

    const text = await Deno.readTextFile(file);
    assertEquals(text.includes("marker of what was asked"), false);
    const written: FileSpan[] = text.trim().split("\n").flatMap((line) =>
      JSON.parse(line).resourceSpans[0].scopeSpans[0].spans
    );
    const calls = spans.named("tool.call");
    const server = written.filter(({ kind }) => kind === 2);
    assertEquals(
      server.map(({ name, traceId, parentSpanId, status }) => ({
        name,
        traceId,
        parentSpanId,
        code: status?.code ?? 0,
      })),
      ["add", "refuse", "throw"].map((tool, index) => ({
        name: `tools/call ${tool}`,
        traceId: calls[index]?.spanContext().traceId ?? "",
        parentSpanId: calls[index]?.spanContext().spanId ?? "",
        code: tool === "add" ? 0 : 2,
      })),
    );
    // What the tool itself traces is inside.
    const adding = written.find(({ name }) => name === "adding");
    assertEquals(adding?.parentSpanId, server[0]?.spanId);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("continueTrace() makes a SERVER span of the caller's trace", async () => {
  using spans = new Spans();
  const baggage = await continueTrace(
    { traceparent, tracestate: "a=b", baggage: "site=MAIN,user=x%20y;p=1" },
    "add",
    () => {
      const entries = propagation.getActiveBaggage()?.getAllEntries() ?? [];
      return entries.map(([name, { value }]) => `${name}=${value}`);
    },
    { attributes: { "mcp.session.id": "s" } },
  );
  assertEquals(baggage, ["site=MAIN", "user=x y"]);
  const span = spans.only("tools/call add");
  assertEquals(span.kind, SpanKind.SERVER);
  assertEquals(span.spanContext().traceId, TRACE_ID);
  assertEquals(span.parentSpanContext?.spanId, SPAN_ID);
  assertEquals(span.parentSpanContext?.isRemote, true);
  assertEquals(span.spanContext().traceState?.serialize(), "a=b");
  assertEquals(span.attributes, {
    "mcp.method.name": "tools/call",
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "add",
    "mcp.session.id": "s",
  });
});

Deno.test("continueTrace() starts a trace where the caller names none", async () => {
  using spans = new Spans();
  const metas = [
    undefined,
    null,
    "x",
    {},
    { traceparent: 7 },
    { traceparent: "00-x" },
    { traceparent: `ff-${TRACE_ID}-${SPAN_ID}-01` },
    { traceparent: `00-${"0".repeat(32)}-${SPAN_ID}-01` },
  ];
  for (const meta of metas) await continueTrace(meta, "add", () => {});
  assertEquals(spans.ended.length, metas.length);
  for (const span of spans.ended) {
    assertEquals(span.parentSpanContext, undefined);
  }
});

Deno.test("continueTrace() throws on what the handler throws", async () => {
  using spans = new Spans();
  const boom = new RangeError("boom");
  const thrown = await assertRejects(() =>
    continueTrace({ traceparent }, "add", () => Promise.reject(boom))
  );
  assertStrictEquals(thrown, boom);
  const span = spans.only("tools/call add");
  assertEquals(span.attributes["error.type"], "RangeError");
  assertEquals(span.events.map(({ name }) => name), ["exception"]);
});

Deno.test("tracedTool() reads _meta as SDK 1 and SDK 2 hand it on", async () => {
  using spans = new Spans();
  const handler = (...args: unknown[]) => args.length;
  const meta = { traceparent };
  assertEquals(await tracedTool("one", handler)({}, { _meta: meta }), 2);
  assertEquals(
    await tracedTool("two", handler)({}, { mcpReq: { _meta: meta } }),
    2,
  );
  assertEquals(await tracedTool("none", handler)(), 0);
  assertEquals(
    spans.ended.map((span) => span.parentSpanContext?.spanId),
    [SPAN_ID, SPAN_ID, undefined],
  );
});
