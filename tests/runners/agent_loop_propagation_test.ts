import { assertEquals } from "@std/assert";
import type { RecordedSpan } from "../../testing/mod.ts";
import { asks, conversation, refuses, says } from "../_helpers/conversation.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { testEachLoop } from "./_agent_loops.ts";

/** How a span is named in a `traceparent`. */
function traceparent(span: RecordedSpan): string {
  const { traceId, spanId } = span.spanContext();
  return `00-${traceId}-${spanId}-01`;
}

testEachLoop(
  "sends each request with its own POST span, once",
  async (loop) => {
    const { spans, requests } = await loop.run({
      handler: conversation(
        refuses(503, { "retry-after-ms": "1" }),
        asks(["echo", { text: "x" }]),
        says("done"),
      ),
    });
    const posts = spans.filter(({ name }) => name === "POST");
    assertEquals(posts.length, 3);
    assertEquals(
      requests.map(({ headers }) => headers.get("traceparent")),
      posts.map(traceparent),
    );
  },
);

testEachLoop(
  "sends each MCP server its tool.call span in _meta",
  async (loop) => {
    const { spans, result } = await loop.run({
      servers: { a: toolsServer("a_"), b: toolsServer("b_") },
      handler: conversation(
        asks(["a_sent", {}, "id_a"], ["b_sent", {}, "id_b"]),
        asks(["b_sent", {}, "id_c"]),
        says("done"),
      ),
    });
    const told = new Map(
      result.trajectory.turns.flatMap(({ toolCalls }) => toolCalls).map((
        { callId, output },
      ) => [callId, JSON.parse(output).meta.traceparent]),
    );
    const toolCalls = spans.filter(({ name }) => name === "tool.call");
    assertEquals(toolCalls.length, 3);
    for (const call of toolCalls) {
      const id = String(call.attributes["gen_ai.tool.call.id"]);
      assertEquals(told.get(id), traceparent(call));
    }
  },
);
