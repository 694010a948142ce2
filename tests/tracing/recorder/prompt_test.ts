import { assertEquals } from "@std/assert";
import { scopes } from "../../../tracing/base/scopes.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { grew, prompts, ran, send, sizes } from "./_prompts.ts";
import { RUN } from "./_run_setup.ts";

const user = (content: string) => ({ role: "user", content });
Deno.test("Turn measures chat completions, and what made them grow", async () => {
  const call = { id: "c-1", function: { name: "shown__history" } };
  const first = { role: "user", content: "héllo" };
  const system = { role: "system", content: "ünd" };
  const turns = await prompts((agentRun) => {
    send(agentRun, { messages: [system, first], tools: [{ a: "é" }] });
    ran(agentRun, "iot", "history", "c-1");
    send(agentRun, {
      messages: [
        system,
        first,
        { role: "assistant", content: null, tool_calls: [call] },
        { role: "tool", tool_call_id: "c-1", content: "€".repeat(100) },
      ],
      tools: [{ a: "é" }],
    });
  });

  assertEquals(turns, [
    sizes(4, 10, 6, 0),
    {
      ...sizes(4, 10, 6 + JSON.stringify(call).length, 300),
      ...grew("iot/history", 300),
    },
  ]);
});

Deno.test("Turn measures messages, and what made them grow", async () => {
  const first = { role: "user", content: "hello" };
  const use = { type: "tool_use", id: "c-1", name: "x", input: {} };
  const turns = await prompts((agentRun) => {
    send(agentRun, { system: "brief", messages: [first] });
    ran(agentRun, "orders", "list", "c-1");
    send(agentRun, {
      system: "brief",
      messages: [first, { role: "assistant", content: [use] }, {
        role: "user",
        content: [{
          type: "tool_result",
          tool_use_id: "c-1",
          content: [{ type: "text", text: "x".repeat(99) }],
        }],
      }],
    });
  });

  assertEquals(turns, [
    sizes(5, 0, 5, 0),
    {
      ...sizes(5, 0, 5 + JSON.stringify(use).length, 99),
      ...grew("orders/list", 99),
    },
  ]);
});

Deno.test("Turn measures responses, and what made them grow", async () => {
  const turns = await prompts((agentRun) => {
    send(agentRun, { instructions: "brief", input: "hello" });
    ran(agentRun, "iot", "latest", "c-1");
    send(agentRun, {
      instructions: "brief",
      input: [
        { role: "user", content: "hello" },
        { type: "function_call_output", call_id: "c-1", output: "x".repeat(9) },
      ],
    });
  });

  assertEquals(turns, [
    sizes(5, 0, 5, 0),
    { ...sizes(5, 0, 5, 9), ...grew("iot/latest", 9) },
  ]);
});

Deno.test("Turn is measured by its first request", async () => {
  const turns = await prompts((agentRun) => {
    send(agentRun, { messages: [user("abc")] });
    agentRun.startChat().attemptFailed(new Error("again"));
    // A body that is no request does not count.
    const retry = agentRun.startChat();
    retry.in(() => {
      const { http } = scopes.getStore()!;
      http.requestBody?.(JSON.stringify({ other: 1 }));
      http.requestBody?.(JSON.stringify({ messages: [user("abcdef")] }));
      http.requestBody?.(JSON.stringify({ messages: [user("never")] }));
    });
    retry.end();
    // A second call of the same turn.
    const sentBack = agentRun.currentTurn!.startChat();
    sentBack.in(() =>
      scopes.getStore()?.http.requestBody?.('{"messages":[{"content":"x"}]}')
    );
    sentBack.end();
  });

  assertEquals(turns, [
    sizes(0, 0, 3, 0),
    { ...sizes(0, 0, 6, 0), ...grew("user", 6) },
  ]);
});

Deno.test("Turn takes the adapter's word where nothing was seen on the wire", async () => {
  const circle: Record<string, unknown> = { name: "x" };
  circle.self = circle;
  const turns = await prompts((agentRun) => {
    agentRun.startChat({ request: { messages: [user("abc")] } }).end();
    send(agentRun, { messages: [user("wire")] }, {
      request: { messages: [user("the adapter's")] },
    });
    agentRun.startChat({ request: "no request" }).end();
    agentRun.startChat({ request: { messages: [], tools: [circle] } }).end();
  });

  assertEquals(turns, [
    sizes(0, 0, 3, 0),
    { ...sizes(0, 0, 4, 0), ...grew("user", 4) },
    {},
    {},
  ]);
});

Deno.test("Chat tells what its request sets", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    send(agentRun, {
      messages: [],
      temperature: 0.25,
      top_p: 1,
      max_tokens: 10,
      stream: true,
    });
    const call = agentRun.startChat();
    call.in(() => {
      const { http } = scopes.getStore()!;
      http.requestBody?.(JSON.stringify({ messages: [] }));
      http.requestBody?.(JSON.stringify({ messages: [], temperature: 1 }));
    });
    call.end();
  });

  const set = recorder.spans.filter(({ name }) => name === "chat gpt-5").map((
    { attributes },
  ) =>
    Object.entries(attributes).filter(([key]) => /request\.(?!model)/.test(key))
  );
  assertEquals(set, [[
    ["gen_ai.request.temperature", 0.25],
    ["gen_ai.request.top_p", 1],
    ["gen_ai.request.max_tokens", 10],
    ["gen_ai.request.stream", true],
  ], []]);
});
