import { assertEquals } from "@std/assert";
import { scopes } from "../../tracing/_current.ts";
import { traceRun } from "../../tracing/run.ts";
import { SpanRecorder } from "../../testing/mod.ts";
import type { AgentScope } from "../../tracing/types.ts";
import { assertWhole, chat, RUN, run, turn } from "./_run_setup.ts";

/** A model call of as many attempts, each with the headers of its reply. */
function priced(
  agent: AgentScope,
  ...replies: Readonly<Record<string, string>>[]
): void {
  const call = agent.modelCall();
  call.in(() => {
    for (const headers of replies) {
      const { http } = scopes.getStore()!;
      http.attempt?.(new URL("https://proxy.example/v1/chat/completions"));
      http.responseHeaders?.(new Headers(headers));
    }
  });
  call.response({});
  call.end();
}

const cost = (usd: number) => ({ "x-litellm-response-cost": `${usd}` });

Deno.test("AgentRun.end() sums the cost where every call reported one", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    priced(agentRun, { ...cost(0.25), "x-litellm-call-id": "id-1" });
    // An attempt that failed and was charged for is one call with its retry.
    priced(agentRun, cost(0.5), cost(0.125));
    priced(agentRun, {}, cost(0));
    // One that comes too late was not made.
    const { currentTurn } = agentRun;
    currentTurn?.end();
    currentTurn?.modelCall().end();
  });

  const server = { "server.address": "proxy.example", "server.port": 443 };
  const priceOf = (usd: number) => ({ ...server, "litellm.cost.total": usd });
  assertWhole(
    recorder,
    run({ "agent.turns": 3, "agent.cost.total_usd": 0.875 }, [
      turn(1, {}, [chat({ ...priceOf(0.25), "litellm.call_id": "id-1" })]),
      turn(2, {}, [chat(priceOf(0.625))]),
      turn(3, {}, [chat(priceOf(0))]),
    ]),
  );
});

Deno.test("AgentRun.end() tells no cost where a call reported none", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    priced(agentRun, cost(0.25), cost(0.25));
    priced(agentRun, {});
  });
  await traceRun(RUN, () => {});

  for (const { name, attributes } of recorder.spans) {
    if (name === "agent.run") {
      assertEquals("agent.cost.total_usd" in attributes, false);
    }
  }
});
