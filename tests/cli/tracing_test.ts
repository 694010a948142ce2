import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { AgentResult } from "../../runners/shared/agent_result.ts";
import { assertContract } from "../_helpers/contract.ts";
import { nobodyListens } from "../_helpers/nobody_listens.ts";
import { otlpSpans } from "../_helpers/otlp_spans.ts";
import { assertTrajectory } from "../_helpers/trajectory.ts";
import { Folder, printedResult } from "./_command.ts";
import { run } from "./_run.ts";

/** A result without what differs from run to run. */
function told(result: AgentResult): unknown {
  const { traceId: _, ...rest } = result;
  return JSON.parse(JSON.stringify(
    rest,
    (key, value) => key === "durationMs" || key === "runId" ? 0 : value,
  ));
}

Deno.test("plan-execute leaves a whole trace and the same answer with tracing on", async () => {
  using folder = new Folder();
  const off = await run(folder, ["--json", "Say hello"]);
  // Relative to where the person typed the command.
  const on = await run(folder, ["--json", "Say hello"], {
    env: { OTEL_TRACES_FILE: "deep/traces.jsonl" },
  });
  const result = printedResult(on);
  assertEquals([on.code, on.stderr], [
    0,
    `plan-execute: trace ${result.traceId}\n`,
  ]);
  assertEquals(told(result), told(printedResult(off)));
  const spans = otlpSpans(folder.read("deep/traces.jsonl"));
  assertContract(spans);
  assertTrajectory(result, spans);
  const posts = spans.filter(({ name }) => name === "POST").map((span) =>
    `00-${span.spanContext().traceId}-${span.spanContext().spanId}-01`
  );
  assertEquals(
    on.requests.map(({ headers }) => headers.get("traceparent")).sort(),
    posts.sort(),
  );
});

Deno.test("plan-execute joins the trace of TRACEPARENT", async () => {
  using folder = new Folder();
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  await run(folder, ["Say hello"], {
    env: {
      OTEL_TRACES_FILE: "traces.jsonl",
      TRACEPARENT: `00-${traceId}-b7ad6b7169203331-01`,
    },
  });
  const spans = otlpSpans(folder.read("traces.jsonl"));
  const root = spans.find(({ name }) => name === "agent.run");
  assertEquals(root?.spanContext().traceId, traceId);
  assertEquals(root?.parentSpanContext?.spanId, "b7ad6b7169203331");
});

const UNUSABLE = {
  OTEL_TRACES_FILE: "mcp.json/below",
  OTEL_EXPORTER_OTLP_ENDPOINT: "not a url",
  OTEL_TRACES_SAMPLER: "sometimes",
  OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
};

for (const [name, value] of Object.entries(UNUSABLE)) {
  Deno.test(`plan-execute says one line and goes on for ${name}=${value}`, async () => {
    using folder = new Folder();
    const { code, stdout, stderr } = await run(folder, ["Say hello"], {
      env: {
        ...(name === "OTEL_TRACES_SAMPLER"
          ? { OTEL_TRACES_FILE: "traces.jsonl" }
          : {}),
        ...(name === "OTEL_EXPORTER_OTLP_PROTOCOL"
          ? { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" }
          : {}),
        [name]: value,
      },
    });
    assertEquals([code, stdout], [0, "It says hello\n"]);
    const lines = stderr.trimEnd().split("\n").filter((line) =>
      !/^plan-execute: trace [0-9a-f]{32}$/.test(line)
    );
    assertEquals(lines.length, 1, stderr);
    assertStringIncludes(lines[0]!, name);
  });
}

Deno.test("plan-execute gives the same answer when the collector is gone", async () => {
  using folder = new Folder();
  using nobody = await nobodyListens();
  const begun = performance.now();
  const { code, stdout, stderr } = await run(folder, ["Say hello"], {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: nobody.url },
  });
  assertEquals([code, stdout], [0, "It says hello\n"]);
  assertEquals(stderr.trimEnd().split("\n").length, 2, stderr);
  assert(performance.now() - begun < 15_000);
});
