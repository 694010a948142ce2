import { assertEquals, assertMatch } from "@std/assert";
import type { AgentResult } from "../../runners/shared/agent_result.ts";
import { number, type Span } from "../../turns/source/span.ts";
import { runAgentCommand } from "./_agent_run.ts";
import { assertNested } from "./_assert_nested.ts";
import { e2eEnvironment, SPAN_SETS } from "./_environment.ts";
import { loneTraces } from "./_lone_traces.ts";
import {
  isChat,
  isModelCall,
  isRequest,
  type NestingOptions,
} from "./_nesting.ts";

const { runners, jaeger } = e2eEnvironment();
const since = new Date();

/** Each command twice, and six in any case. */
const AT_A_TIME = Math.max(6, 2 * runners.length);

for (const set of SPAN_SETS) {
  for (const task of runners) {
    Deno.test(`${task} has the proxy's spans under each request (${set})`, async () => {
      const { code, result } = await runAgentCommand({ task, set });

      assertEquals(code, 0);
      const spans = await assertRunNested(result);
      assertUsage(result, spans);
    });

    Deno.test(`${task} has those of a request that was sent again (${set})`, async () => {
      const { code, result } = await runAgentCommand({
        task,
        set,
        modelId: "litellm_proxy/demo-flaky",
      });

      assertEquals(code, 0);
      const spans = await assertRunNested(result);
      assertUsage(result, spans);
      const resent = spans.filter((span) =>
        number(span, "http.request.resend_count") === 1
      );
      const chats = spans.filter(isChat);
      assertEquals(resent.length, chats.length);
    });

    Deno.test(`${task} has those of a request that failed (${set})`, async () => {
      const { code, result, stderr } = await runAgentCommand({
        task,
        set,
        modelId: "litellm_proxy/demo-broken",
      });

      assertEquals(code, 1);
      assertMatch(stderr, /failed on purpose/);
      const spans = await assertRunNested(result);
      const chats = spans.filter(isChat);
      assertEquals(chats.map((chat) => chat.attributes["error.type"]), ["500"]);
      // Three attempts, each with the proxy's own account of it, and an id.
      assertEquals(spans.filter(isRequest).length, 3);
      const ids = new Set(spans.filter(isModelCall).map(callId));
      assertEquals(ids.size, 3);
      assertEquals(chats.map((chat) => ids.has(callId(chat))), [true]);
    });

    Deno.test(`${task} has both model calls of a request that the proxy sent again (${set})`, async () => {
      const { code, result } = await runAgentCommand({
        task,
        set,
        modelId: "litellm_proxy/demo-flaky-retried",
      });

      assertEquals(code, 0);
      assertUsage(result, await assertRunNested(result, { proxyRetries: 1 }));
    });
  }

  Deno.test(`runs at the same time keep to themselves (${set})`, async () => {
    const runs = Array.from(
      { length: AT_A_TIME },
      (_, i) => runAgentCommand({ task: runners[i % runners.length]!, set }),
    );

    for (const { result } of await Promise.all(runs)) {
      assertUsage(result, await assertRunNested(result));
    }
  });
}

Deno.test("no model call of the proxies' is outside of the commands' traces", async () => {
  assertEquals(await loneTraces(jaeger.query, since), []);
});

/** Asserts that a run's trace nests, and holds nothing of another run. */
async function assertRunNested(
  { traceId, runId }: AgentResult,
  options?: NestingOptions,
): Promise<Span[]> {
  const spans = await assertNested(traceId, options);
  const ids = spans.map(({ attributes }) => attributes["agent.run_id"]);
  const named = new Set(ids.filter((id) => id !== undefined));
  assertEquals(named, new Set([runId]));
  return spans;
}

/** Asserts that the run's totals are those of its result. */
function assertUsage({ usage }: AgentResult, spans: readonly Span[]): void {
  const run = spans.find(({ name }) => name === "agent.run")!;
  assertEquals({
    inputTokens: number(run, "agent.usage.input_tokens"),
    outputTokens: number(run, "agent.usage.output_tokens"),
  }, { inputTokens: usage.inputTokens, outputTokens: usage.outputTokens });
}

function callId({ attributes }: Span): unknown {
  return attributes["litellm.call_id"];
}
