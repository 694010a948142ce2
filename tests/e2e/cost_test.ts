import { assertEquals, assertNotEquals } from "@std/assert";
import { turnCostsOf } from "../../turns/model/turn_costs.ts";
import { number, type Span } from "../../turns/source/span.ts";
import { runAgentCommand } from "./_agent_run.ts";
import { assertNested } from "./_assert_nested.ts";
import {
  e2eEnvironment,
  isStreaming,
  SPAN_SETS,
  type SpanSet,
} from "./_environment.ts";
import { isChat, isModelCall } from "./_nesting.ts";
import { runStreaming } from "./_streaming_run.ts";

const { jaeger, proxies, runners } = e2eEnvironment();

/** Where the proxy's own model call has what it cost. */
const PROXYS_COST: Readonly<Record<SpanSet, string>> = {
  v1: "gen_ai.cost.total_cost",
  v2: "litellm.cost.total",
};

for (const task of runners) {
  // The headers of a streamed reply leave before the proxy knows what it costs.
  const unsaid = isStreaming(task);

  for (const set of SPAN_SETS) {
    Deno.test(
      `${task} has what the proxy says that each call cost${
        unsaid ? ", on the proxy's spans alone" : ""
      } (${set})`,
      async () => {
        const { code, result } = await runAgentCommand({
          task,
          set,
          modelId: "litellm_proxy/demo-priced",
        });

        assertEquals(code, 0);
        const spans = await assertNested(result.traceId);
        const chats = spans.filter(isChat);
        const prices = chats.map(price);
        const calls = spans.filter(isModelCall);
        assertNotEquals(prices, []);
        assertEquals(
          calls.map((call) => nanos(number(call, PROXYS_COST[set]))),
          calls.map(price),
        );
        assertEquals(
          chats.map((chat) => nanos(number(chat, "litellm.cost.total"))),
          unsaid ? chats.map(() => undefined) : prices,
        );
        const run = spans.find(({ name }) => name === "agent.run")!;
        assertEquals(
          nanos(number(run, "agent.cost.total_usd")),
          unsaid ? undefined : sum(prices),
        );
        assertCounted(spans, set);
      },
    );
  }
}

for (const set of SPAN_SETS) {
  for (
    const [api, model] of [
      ["chat_completions", "demo-priced"],
      ["messages", "demo-claude-priced"],
    ] as const
  ) {
    Deno.test(`streamed ${api} has what the proxy's spans say that each call cost (${set})`, async () => {
      const traceId = await runStreaming([api, model], {
        LITELLM_BASE_URL: proxies[set].baseUrl,
        LITELLM_API_KEY: proxies[set].apiKey,
        OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlp,
      });

      const spans = await assertNested(traceId);
      assertEquals(
        spans.filter(isChat).map((chat) => number(chat, "litellm.cost.total")),
        [undefined, undefined],
      );
      assertCounted(spans, set);
    });
  }
}

/** Asserts that a reader of the trace counts each call's cost, and once. */
function assertCounted(spans: readonly Span[], set: SpanSet): void {
  const costs = turnCostsOf(spans);
  const turns = spans.filter(({ name }) => name === "agent.turn");
  assertNotEquals(turns, []);
  assertEquals(
    turns.map(({ spanId }) => nanos(costs.get(spanId)?.totalUsd)),
    turns.map(price),
  );
  // What is beside the turns, such as a title, is the proxy's own to tell.
  const logged = spans.filter(isModelCall).map((call) =>
    nanos(number(call, PROXYS_COST[set])) ?? 0
  );
  const counted = [...costs.values()].map(({ totalUsd }) => nanos(totalUsd)!);
  assertEquals(sum(counted), sum(logged));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((all, one) => all + one, 0);
}

/** What a call has to cost by the prices of proxy.yaml, in billionths of a dollar. */
function price(span: Span): number {
  return number(span, "gen_ai.usage.input_tokens")! * 1_000 +
    number(span, "gen_ai.usage.output_tokens")! * 10_000;
}

/** Dollars in billionths: sums of them are exact. */
function nanos(usd: number | undefined): number | undefined {
  return usd === undefined ? undefined : Math.round(usd * 1e9);
}
