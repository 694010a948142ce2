import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { loadMcpConfig } from "@turnspan/turnspan/mcp";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { openaiAgent } from "../../../runners/openai_agent.ts";
import { planExecute } from "../../../runners/plan_execute.ts";
import { runAgent } from "../../../runners/shared/run_agent.ts";
import type { Runner } from "../../../runners/shared/runner.ts";
import { type RecordedSpan, SpanRecorder } from "../../../testing/mod.ts";
import { assertContract } from "../../_helpers/contract.ts";
import { otlpSpans } from "../../_helpers/otlp_spans.ts";
import { ourSpansOf, spansOf, textOf } from "./traces.ts";

const RUNNERS: readonly Runner[] = [planExecute, openaiAgent];

for (const runner of RUNNERS) await runner.load("chat_completions");

for (const file of ["demo", "proxy_v1", "proxy_v2"] as const) {
  Deno.test(`${file}.jsonl keeps the contract, a proxy's spans apart`, () => {
    const ours = new Set(
      ourSpansOf(file, spansOf(file)).map(({ spanId }) => spanId),
    );
    const spans = otlpSpans(textOf(file))
      .filter((span) => ours.has(span.spanContext().spanId));
    assertEquals(spans.length, 181);
    assertContract(spans);
  });
}

for (const runner of RUNNERS) {
  Deno.test(`demo.jsonl has the spans and attributes that ${runner.name} makes today`, async () => {
    const today = await demoSpans(runner);
    const run = spansOf("demo").find(({ name, attributes }) =>
      name === "agent.run" && attributes["agent.runner"] === runner.name
    );
    const recorded = otlpSpans(textOf("demo"))
      .filter((span) => span.spanContext().traceId === run?.traceId);
    assert(recorded.length > 20);
    assertEquals(namesOf(recorded), namesOf(today));
    assertEquals(typesOf(recorded), typesOf(today));
  });
}

/** A run of the demo's question, with its model and its servers. */
async function demoSpans(runner: Runner): Promise<readonly RecordedSpan[]> {
  using recorder = new SpanRecorder();
  await using model = startScriptedModel();
  const { error } = await runAgent(
    runner,
    "Why is Chiller 6 drawing more power?",
    {
      model: {
        id: "demo",
        name: "demo",
        provider: "demo",
        apiKey: "demo",
        api: "chat_completions",
        baseUrl: model.baseUrl,
      },
      mcp: await loadMcpConfig(
        fileURLToPath(import.meta.resolve("../../../mcp.json")),
      ),
    },
  );
  assertEquals(error, undefined);
  return recorder.spans;
}

/** How many spans there are of each name. */
function namesOf(spans: readonly RecordedSpan[]): Record<string, number> {
  return Object.fromEntries(
    [...Map.groupBy(spans, ({ name }) => name)]
      .map(([name, { length }]) => [name, length]),
  );
}

/** What types the attributes have, by the span's name. */
function typesOf(spans: readonly RecordedSpan[]): Record<string, string[]> {
  const types: Record<string, Set<string>> = {};
  for (const { name, attributes } of spans) {
    const found = types[name] ??= new Set();
    for (const [key, value] of Object.entries(attributes)) {
      found.add(`${key}: ${typeOf(value)}`);
    }
  }
  return Object.fromEntries(
    Object.entries(types).map(([name, found]) => [name, [...found].sort()]),
  );
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return `${typeOf(value[0])}[]`;
  if (typeof value !== "number") return typeof value;
  return Number.isInteger(value) ? "int" : "double";
}
