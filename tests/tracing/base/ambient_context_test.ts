import { assertEquals } from "@std/assert";
import { type OtlpSpan, startCollector } from "../_collector.ts";
import { runJson } from "../_program.ts";

const KEPT = {
  remote: "1".repeat(32),
  unsampled: "1".repeat(32),
  wrapped: "1".repeat(32),
  live: true,
  explicit: true,
};

/** What one run and one's own spans are, wherever they are made. */
function treesOf(prefix: string): string[] {
  return [
    `${prefix} active`,
    `  ${prefix} child`,
    `${prefix} own`,
    `${prefix} run`,
    "  agent.turn",
    `    GET /${prefix}`,
    `    GET /${prefix}-in-turn`,
    `    ${prefix} in turn`,
  ];
}

/** Runs the program, and draws all its spans but those of parents kept. */
async function run(env: Record<string, string>) {
  await using collector = startCollector();
  await using upstream = startCollector();
  const { json, stderr } = await runJson("ended_parent", {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      ...env,
    },
    input: { upstream: upstream.url },
  });
  assertEquals(stderr, "");
  assertEquals(json, { headers: {}, kept: KEPT });
  const drawn = draw(collector.spans(), upstream.url);
  return drawn.filter((line) => !/^(ended|live|GET .*)$|kept/.test(line))
    .filter((line) => line !== "  GET /after");
}

/** Draws traces, siblings by their names. */
function draw(
  spans: readonly OtlpSpan[],
  url: string,
  parent = "",
  indent = "",
): string[] {
  return spans.filter(({ parentSpanId = "" }) => parentSpanId === parent)
    .map((span) => ({ span, label: labelOf(span, url) }))
    .sort((a, b) => a.label < b.label ? -1 : 1)
    .flatMap(({ span, label }) => [
      indent + label,
      ...draw(spans, url, span.spanId, `${indent}  `),
    ]);
}

function labelOf({ name, attributes }: OtlpSpan, url: string): string {
  const text = (wanted: string) =>
    attributes.find(({ key }) => key === wanted)?.value.stringValue;
  const place = text("url.full")?.slice(url.length);
  if (place !== undefined) return `${name} ${place}`;
  return name === "agent.run" ? text("agent.runner") ?? name : name;
}

Deno.test("ambientContext() leaves out a span of Deno's that has ended", async () => {
  const trees = await run({ OTEL_DENO: "true" });
  assertEquals(trees, [...treesOf("ended"), ...treesOf("top")]);
});

Deno.test("ambientContext() leaves out a span of the SDK's that has ended", async () => {
  const trees = await run({});
  assertEquals(trees, [...treesOf("ended"), ...treesOf("top")]);
});
