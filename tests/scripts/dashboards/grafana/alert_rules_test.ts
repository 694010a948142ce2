import { assertEquals } from "@std/assert";
import type { Span } from "../../../../turns/source/span.ts";
import { committedRules, firing, type Rule } from "./_alert.ts";
import { type Case, cases } from "./_cases.ts";

const HOUR = 3_600_000;
/** Which fires for what of the failures; the last one needs two days. */
const FIRES: Readonly<Record<string, readonly string[]>> = {
  "turnspan-prompt": ["loop loop"],
  "turnspan-cache": ["loop model", "loop tools:local"],
  "turnspan-turns": ["loop loop"],
  "turnspan-source": [],
};

const CASES = await cases();
const RULES = committedRules();

for (const rule of RULES) {
  Deno.test(`the alert ${rule.uid} fires on the fault, and on no run of the demo`, () => {
    for (const one of CASES) {
      assertEquals(
        firing(rule, one.spans, nowOf(one)),
        one.name === "failures" ? FIRES[rule.uid] : [],
        one.name,
      );
    }
  });

  Deno.test(`the alert ${rule.uid} fires no more once the time is over`, () => {
    const one = CASES.find(({ name }) => name === "failures")!;
    assertEquals(firing(rule, one.spans, nowOf(one) + 24 * HOUR), []);
  });
}

interface Days {
  readonly before: readonly [runs: number, tokens: number];
  readonly today: readonly [runs: number, tokens: number];
  readonly fires: boolean;
}

/** Runs of the same source, today and the day before: how many, and their tokens. */
const DAYS: readonly Days[] = [
  { before: [5, 1_000], today: [5, 2_001], fires: true },
  { before: [5, 1_000], today: [5, 2_000], fires: false },
  { before: [5, 1_000], today: [5, 999], fires: false },
  // More runs are no more tokens a run.
  { before: [5, 1_000], today: [20, 1_500], fires: false },
  { before: [20, 1_000], today: [5, 2_001], fires: true },
  // A few runs say nothing, nor does a source that is new.
  { before: [4, 1_000], today: [5, 9_000], fires: false },
  { before: [5, 1_000], today: [4, 9_000], fires: false },
  { before: [0, 0], today: [5, 9_000], fires: false },
];

for (const { before, today, fires } of DAYS) {
  Deno.test(`a source with ${today} runs and tokens after ${before} ${fires ? "is" : "is not"} an alarm`, () => {
    const now = Date.UTC(2026, 10, 29, 12);
    const spans = [
      ...runs(now - 30 * HOUR, ...before),
      ...runs(now - 2 * HOUR, ...today),
      // What was before yesterday does not count.
      ...runs(now - 60 * HOUR, 50, 1),
    ];
    assertEquals(
      firing(ruleOf("turnspan-source"), spans, now),
      fires ? ["iot/history"] : [],
    );
  });
}

function ruleOf(uid: string): Rule {
  return RULES.find((rule) => rule.uid === uid)!;
}

/** A moment after the last span. */
function nowOf({ spans }: Case): number {
  return Math.max(...spans.map(({ endMs }) => endMs)) + 1_000;
}

/** Copies of a run of the demo at another time, with other tokens. */
function runs(at: number, count: number, tokens: number): Span[] {
  const demo = CASES.find(({ name }) => name === "demo")!;
  const run = demo.spans.find(({ name }) => name === "agent.run")!;
  return Array.from({ length: count }, (_, place) => ({
    ...run,
    traceId: `${at}.${place}`,
    startMs: at + place,
    endMs: at + place + 1,
    attributes: {
      ...run.attributes,
      "agent.prompt.top_source_tokens": tokens,
    },
  }));
}
