import { assert, assertEquals } from "@std/assert";
import { contractAllows } from "../../../../scripts/dashboards/contract.ts";
import { SEARCHES } from "../../../../scripts/dashboards/jaeger/searches.ts";
import { QUESTIONS } from "../../../../scripts/dashboards/questions.ts";
import { searchUrl } from "../../../../scripts/dashboards/jaeger/search_url.ts";
import type { SpanRole } from "../../../../testing/span_contract.ts";
import { sizeBucket } from "../../../../tracing/prompt/growth.ts";
import { decodeOtlp } from "../../../../turns/source/decode_otlp.ts";
import { isSearched, jaegerSearch } from "../../../_helpers/jaeger_search.ts";
import { movedTrace } from "../../../_helpers/moved_trace.ts";
import { searchedRuns } from "../../../_helpers/searched_runs.ts";

/** Which kind of span each name is of. */
const ROLES: Readonly<Record<string, SpanRole>> = {
  "agent.run": "agent.run",
  "agent.turn": "agent.turn",
  "tool.call": "tool.call",
  POST: "http",
};

Deno.test("SEARCHES ask for what the contract can have on that span", () => {
  for (const { label, operation, tags } of SEARCHES) {
    const role = ROLES[operation];
    assert(role, `${label}: ${operation} is no span of the contract`);
    for (const [key, value] of Object.entries(tags)) {
      const typed = [value, Number(value)].filter((one) =>
        contractAllows(key, [role], one)
      );
      assert(typed.length > 0, `${label}: ${key} is never ${value}`);
    }
  }
});

Deno.test("SEARCHES know the classes of prompts by their names", () => {
  const asked = SEARCHES.flatMap(({ tags }) =>
    tags["turn.prompt.size_bucket"] ?? []
  );
  assertEquals(asked, [8_000, 16_000, 32_000, 64_000, 128_000].map(sizeBucket));
});

Deno.test("SEARCHES answer every question that needs no sum", () => {
  const answered = new Set(SEARCHES.flatMap(({ questions }) => questions));
  assertEquals(
    Object.keys(QUESTIONS).filter((question) =>
      !answered.has(question as keyof typeof QUESTIONS)
    ),
    ["tokens"],
  );
});

Deno.test("SEARCHES find the runs that were made for them, and no others", async () => {
  const runs = await searchedRuns();
  assertEquals(Object.keys(runs), SEARCHES.map(({ label }) => label));
  const moved = Object.entries(runs).map(([label, run]) => {
    const { request } = movedTrace([run], {
      service: "mine",
      endMs: Date.now(),
    });
    return { label, spans: decodeOtlp(JSON.parse(request)) ?? [] };
  });
  for (const search of SEARCHES) {
    const asked = jaegerSearch(searchUrl("mine", search));
    const found = moved.filter(({ spans }) =>
      spans.some((span) => isSearched(asked, span))
    ).map(({ label }) => label);
    assertEquals(found, expected(search.label), search.label);
  }
});

/** Which of the runs a search is to find. */
function expected(label: string): string[] {
  const labels = SEARCHES.map((search) => search.label);
  if (label === "Every run") return labels;
  const loops = labels.filter((one) => one.startsWith("Loops: "));
  // Who reached turn 50 had a turn 20 before.
  if (loops.includes(label)) return loops.slice(loops.indexOf(label));
  return [label];
}
