import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { runAgentCommand } from "./_agent_run.ts";
import { e2eEnvironment, SPAN_SETS } from "./_environment.ts";
import { readTrace, settled } from "./_jaeger_traces.ts";
import { loneTraces } from "./_lone_traces.ts";
import { isModelCall, isRequest, nestingFaults } from "./_nesting.ts";

const { jaeger, runners } = e2eEnvironment();

for (const set of SPAN_SETS) {
  for (const task of runners) {
    Deno.test(`${task} with no traceparent has two traces a call, and the check says so (${set})`, async () => {
      const since = new Date();

      const { code, result } = await runAgentCommand({
        task,
        set,
        env: { OTEL_PROPAGATORS: "none" },
      });

      assertEquals(code, 0);
      const spans = await readTrace(jaeger.query, result.traceId!);
      const requests = spans.filter(isRequest);
      assertNotEquals(requests, []);
      const faults = nestingFaults(spans);
      for (const { spanId } of requests) {
        const about = faults.filter((fault) => fault.includes(spanId));
        assertMatch(about.join("\n"), /has 0 server spans of the proxy/);
        assertMatch(about.join("\n"), /has 0 model calls/);
      }
      // They are somewhere: it is the propagation that was missing.
      const lone = await settled(
        () => loneTraces(jaeger.query, since),
        (traces) => traces.length >= requests.length,
      );
      assertEquals(
        lone.map((trace) => trace.filter(isModelCall).length),
        requests.map(() => 1),
      );
    });
  }
}
