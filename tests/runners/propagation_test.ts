import { assertEquals } from "@std/assert";
import type { RecordedSpan } from "../../testing/mod.ts";
import { calls, fails, plans, replies, says } from "../_helpers/replies.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { runScripted } from "./_run.ts";

/** How a span is named in a `traceparent`. */
function traceparent(span: RecordedSpan): string {
  const { traceId, spanId } = span.spanContext();
  return `00-${traceId}-${spanId}-01`;
}

Deno.test("each request to the model carries its own POST span, once", async () => {
  const { spans, requests } = await runScripted({
    handler: replies(
      fails(503, { "retry-after-ms": "1" }),
      plans({ tool: "echo", server: "tools" }),
      calls(["echo", { text: "x" }]),
      says("done"),
    ),
  });
  const posts = spans.filter(({ name }) => name === "POST");
  assertEquals(posts.length, 4);
  assertEquals(
    requests.map(({ headers }) => headers.get("traceparent")),
    posts.map(traceparent),
  );
});

Deno.test("each MCP server is sent its tool.call span in _meta", async () => {
  const { spans, result } = await runScripted({
    servers: { a: toolsServer("a_"), b: toolsServer("b_") },
    handler: replies(
      plans({ tool: "a_sent", server: "a" }, { tool: "b_sent", server: "b" }),
      calls(["a_sent", {}, "id_a"]),
      calls(["b_sent", {}, "id_b1"], ["b_sent", {}, "id_b2"]),
      says("done"),
    ),
  });
  const run = spans.find(({ name }) => name === "agent.run")!;
  const told = new Map(
    result.trajectory.turns.flatMap(({ toolCalls }) => toolCalls).map((
      { callId, output },
    ) => [callId, JSON.parse(output)]),
  );
  const toolCalls = spans.filter(({ name }) => name === "tool.call");
  assertEquals(toolCalls.length, 3);
  for (const call of toolCalls) {
    const { meta, env } = told.get(
      String(call.attributes["gen_ai.tool.call.id"]),
    );
    assertEquals(meta.traceparent, traceparent(call));
    // The run itself is what started the process.
    assertEquals(env, traceparent(run));
  }
});
