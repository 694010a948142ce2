import { assertEquals, assertNotEquals } from "@std/assert";
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

const { runners } = e2eEnvironment();

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
          unsaid ? undefined : prices.reduce((sum, one) => sum + one, 0),
        );
      },
    );
  }
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
