import { assertEquals } from "@std/assert";
import { scopes } from "../../../tracing/base/scopes.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import type { AgentScope } from "../../../tracing/recorder/types.ts";
import { assertWhole, chat, RUN, run, turn } from "./_run_setup.ts";

const PROXY = new URL("https://proxy.example/v1/chat/completions");
const ID = "x-litellm-call-id";

/** An attempt: what it was sent with, and what came back, if anything did. */
interface Attempt {
  readonly sent?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly reply?: Readonly<Record<string, string>> | null;
}

/** A model call of as many attempts. */
function called(agent: AgentScope, ...attempts: readonly Attempt[]): void {
  const call = agent.startChat();
  call.in(() => {
    for (const { sent = {}, status = 200, reply = {} } of attempts) {
      const { http } = scopes.getStore()!;
      http.attempt?.({ url: PROXY, headers: new Headers(sent) });
      if (reply === null) continue;
      http.replied?.({ status, headers: new Headers(reply) });
    }
  });
  call.response({});
  call.end();
}

/** A model call of as many attempts, each with the headers of its reply. */
function priced(
  agent: AgentScope,
  ...replies: readonly Readonly<Record<string, string>>[]
): void {
  called(agent, ...replies.map((reply) => ({ reply })));
}

const cost = (usd: number) => ({ "x-litellm-response-cost": `${usd}` });

Deno.test("AgentRun.end() sums the cost where every call reported one", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    priced(agentRun, { ...cost(0.25), "x-litellm-call-id": "id-1" });
    // An attempt that failed and was charged for is one call with its retry.
    called(
      agentRun,
      { status: 500, reply: cost(0.5) },
      { status: 400 },
      { reply: null },
      { reply: cost(0.125) },
    );
    priced(agentRun, cost(0));
    // One that comes too late was not made.
    const { currentTurn } = agentRun;
    currentTurn?.end();
    currentTurn?.startChat().end();
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

Deno.test("Chat tells no cost where an answer has none, whatever its refusals cost", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    // A LiteLLM proxy prices what it refuses at 0, and a streamed answer not.
    called(agentRun, { status: 500, reply: cost(0) }, {});
    called(agentRun, { status: 399 }, { status: 400, reply: cost(0) });
  });

  const server = { "server.address": "proxy.example", "server.port": 443 };
  assertWhole(
    recorder,
    run({ "agent.turns": 2 }, [
      turn(1, {}, [chat(server)]),
      turn(2, {}, [chat(server)]),
    ]),
  );
});

Deno.test("Chat has the call id of its last attempt, and the reply's before the request's", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    called(agentRun, { sent: { [ID]: "sent" }, reply: null });
    called(agentRun, { sent: { [ID]: "sent" }, reply: { [ID]: "told" } });
    called(
      agentRun,
      { sent: { [ID]: "1" }, status: 500, reply: { [ID]: "1" } },
      { sent: { [ID]: "2" }, status: 400 },
    );
    called(agentRun, { reply: { [ID]: "told" } }, { reply: null });
    called(agentRun, {});
  });

  const ids = recorder.spans.filter(({ name }) => name.startsWith("chat "))
    .map(({ attributes }) => attributes["litellm.call_id"]);
  assertEquals(ids, ["sent", "told", "2", "told", undefined]);
});
