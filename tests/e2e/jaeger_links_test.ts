// What Jaeger's menu and its links search for, asked of the real Jaeger.
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import uiConfig from "../../deploy/dashboards/jaeger/ui.json" with {
  type: "json",
};
import { startJaeger } from "../../servers/jaeger/start.ts";
import { decodeOtlp } from "../../turns/source/decode_otlp.ts";
import type { Span } from "../../turns/source/span.ts";
import { isSearched, jaegerSearch } from "../_helpers/jaeger_search.ts";
import { movedTrace } from "../_helpers/moved_trace.ts";
import { searchedRuns } from "../_helpers/searched_runs.ts";
import { e2eEnvironment } from "./_environment.ts";
import { readTrace, settled } from "./_jaeger_traces.ts";
import { searchJaeger } from "./_search_jaeger.ts";

const { jaegerBinary, logs } = e2eEnvironment();
const DEMO = fileURLToPath(
  import.meta.resolve("../../scripts/dashboards/traces/demo.jsonl"),
);
const SERVICES = uiConfig.menu.map(({ label }) => label);

Deno.test("every link of Jaeger's menu finds its run, and each value's link all that have it", async (t) => {
  // One of its own: what the other tests send would be found as well.
  await using jaeger = await startJaeger({
    program: jaegerBinary,
    log: `${logs}/jaeger-links.log`,
    signal: AbortSignal.timeout(60_000),
  });
  const since = new Date(Date.now() - 3_600_000);
  const search = (url: string) =>
    searchJaeger(jaegerSearch(url), { query: jaeger.queryUrl, since });
  const sent = await fill(jaeger.otlpUrl);
  // The last of them: nobody is told when it is there.
  const { traceId, spans } = sent.at(-1)!;
  await settled(
    () => readTrace(jaeger.queryUrl, traceId),
    (read) => read.length === spans.length,
  );

  for (const { label: service, items } of uiConfig.menu) {
    await t.step(`the menu of ${service}`, async () => {
      for (const { label, url } of items) {
        const traceIds = await search(url);
        assertFound(traceIds, url, sent);
        const made = sent.find((trace) =>
          trace.service === service && trace.scenario === label
        );
        assert(made !== undefined, `no run was made for "${label}"`);
        assert(traceIds.includes(made.traceId), `${service}: ${label}`);
      }
    });
  }
  await t.step("the links of values", async () => {
    for (const { key, url } of uiConfig.linkPatterns) {
      if (key === undefined || !url.startsWith("/search?")) continue;
      for (const value of valuesOf(key, sent).slice(0, 3)) {
        const link = url.replaceAll(`#{${key}}`, encodeURIComponent(value));
        assertFound(await search(link), link, sent);
      }
    }
  });
});

/** A trace that was sent. */
interface Sent {
  readonly traceId: string;
  readonly service: string;
  /** The line of the menu that it was made for, or `demo`. */
  readonly scenario: string;
  readonly spans: readonly Span[];
}

/** Sends each service the demo's trace of its runner, and a run for each link. */
async function fill(otlpUrl: string): Promise<Sent[]> {
  const demo = await demoTraces();
  const made = Object.entries(await searchedRuns());
  const sent: Sent[] = [];
  const endMs = Date.now() - 60_000;
  for (const service of SERVICES) {
    const recorded = demo.get(service.replace("-", "_")) ?? [];
    const all = [["demo", recorded], ...made.map(([l, run]) => [l, [run]])];
    for (const [scenario, requests] of all as [string, string[]][]) {
      const { traceId, request } = movedTrace(requests, { service, endMs });
      const response = await fetch(`${otlpUrl}/v1/traces`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: request,
      });
      assertEquals(response.status, 200, await response.text());
      const spans = decodeOtlp(JSON.parse(request)) ?? [];
      sent.push({ traceId, service, scenario, spans });
    }
  }
  return sent;
}

/** The recorded demo: the requests of each runner's trace, by the runner. */
async function demoTraces(): Promise<Map<string, string[]>> {
  const lines = (await Deno.readTextFile(DEMO)).trim().split("\n");
  const spansOf = (line: string) => decodeOtlp(JSON.parse(line)) ?? [];
  const runs = lines.flatMap(spansOf).filter(({ name }) =>
    name === "agent.run"
  );
  return new Map(runs.map(({ traceId, attributes }) => [
    String(attributes["agent.runner"]),
    lines.filter((line) => spansOf(line)[0]?.traceId === traceId),
  ]));
}

/** As many as are shown, of those that have such a span, and no other. */
function assertFound(
  traceIds: readonly string[],
  url: string,
  sent: readonly Sent[],
): void {
  const search = jaegerSearch(url);
  const expected = sent.filter(({ spans }) =>
    spans.some((span) => isSearched(search, span))
  ).map(({ traceId }) => traceId);
  assertEquals(
    traceIds.filter((traceId) => !expected.includes(traceId)),
    [],
    url,
  );
  assertEquals(traceIds.length, Math.min(expected.length, search.limit), url);
}

/** What an attribute was in the traces that were sent. */
function valuesOf(key: string, sent: readonly Sent[]): string[] {
  const values = sent.flatMap(({ spans }) =>
    spans.flatMap(({ attributes }) =>
      key in attributes ? [String(attributes[key])] : []
    )
  );
  assert(values.length > 0, key);
  return [...new Set(values)];
}
