import { assert, assertEquals } from "@std/assert";
import { contractKind } from "../../../../scripts/dashboards/contract.ts";
import { LINK_PATTERNS } from "../../../../scripts/dashboards/jaeger/link_patterns.ts";
import { SERVICES } from "../../../../scripts/dashboards/jaeger/services.ts";
import type { SpanRole } from "../../../../testing/span_contract.ts";
import { jaegerSearch } from "../../../_helpers/jaeger_search.ts";

const searches = LINK_PATTERNS.filter(({ url }) => url.startsWith("/search?"));

/** What the page knows of a trace, besides the attributes of its spans. */
const OF_TRACE = { traces: "traceID", tags: "trace.traceID" };

Deno.test("LINK_PATTERNS search for the value that they are on", () => {
  for (const { key, url } of searches) {
    assert(key !== undefined);
    const value = "a value & more";
    const link = url.replaceAll(`#{${key}}`, encodeURIComponent(value));
    const { operation, tags } = jaegerSearch(link);
    assertEquals(tags, { [key]: value });
    // It is found as a string, on a span that has it.
    assertEquals(contractKind(key, [operation as SpanRole]), "string");
  }
});

Deno.test("LINK_PATTERNS have one search for each service", () => {
  const keys = new Set(searches.map(({ key }) => key));
  for (const key of keys) {
    const services = searches.filter((one) => one.key === key)
      .map(({ url }) => jaegerSearch(url.replace(/#\{[^{}]*\}/, "")).service);
    assertEquals(services, [...SERVICES]);
  }
});

Deno.test("LINK_PATTERNS take from the page what the page has", () => {
  for (const { type, key, url, text } of LINK_PATTERNS) {
    for (const [, name] of `${url}${text}`.matchAll(/#\{([^{}]*)\}/g)) {
      assert(name === key || name === OF_TRACE[type], `${name} in ${url}`);
    }
  }
  assertEquals(
    contractKind("agent.run_id", ["agent.run", "agent.turn"]),
    "string",
  );
});
