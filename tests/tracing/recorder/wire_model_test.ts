import { assertEquals } from "@std/assert";
import { type AgentRun, startRun, tracedFetch } from "@turnspan/turnspan";
import { SpanRecorder } from "../../../testing/mod.ts";
import { byAdapter } from "../../../tracing/recorder/by_adapter.ts";

/** The models of a trace: of each span its name, its model and who serves it. */
async function models(
  use: (send: (model: unknown) => Promise<void>) => Promise<AgentRun>,
): Promise<unknown[]> {
  using recorder = new SpanRecorder();
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => Response.json({}),
  );
  const url = `http://127.0.0.1:${server.addr.port}/v1`;
  const run = await use(async (model) => {
    const messages = [{ role: "user", content: "What is it?" }];
    const body = JSON.stringify({ model, messages });
    const response = await tracedFetch(url, { method: "POST", body });
    await response.body?.cancel();
  });
  run.end();
  return recorder.spans.filter(({ name }) => name !== "POST").map((span) => [
    span.name,
    span.attributes["gen_ai.request.model"],
    span.attributes["gen_ai.provider.name"],
  ]);
}

Deno.test("AgentRun.startChat() has the model's name from the wire where an adapter knows none", async () => {
  const found = await models(async (send) => {
    const run = byAdapter(() => startRun({ runner: "mine", model: "unknown" }));
    for (const model of ["claude-sonnet-5", "gpt-5"]) {
      await run.startChat({ model: "unknown" }).run(() => send(model));
    }
    return run;
  });
  assertEquals(found, [
    ["chat claude-sonnet-5", "claude-sonnet-5", "anthropic"],
    ["agent.turn", "claude-sonnet-5", undefined],
    ["chat gpt-5", "gpt-5", "openai"],
    ["agent.turn", "gpt-5", undefined],
    // That of its first call.
    ["agent.run", "claude-sonnet-5", "anthropic"],
  ]);
});

Deno.test("AgentRun.startChat() has the wire's name where that differs, and the run its own", async () => {
  const found = await models(async (send) => {
    const run = startRun({ runner: "mine", model: "fast", provider: "azure" });
    await run.startChat().run(() => send("gpt-5-mini"));
    await run.startChat({ model: "smart" }).run(() => send("gpt-5"));
    return run;
  });
  assertEquals(found, [
    ["chat gpt-5-mini", "gpt-5-mini", "azure"],
    ["agent.turn", "gpt-5-mini", undefined],
    ["chat gpt-5", "gpt-5", "azure"],
    ["agent.turn", "gpt-5", undefined],
    ["agent.run", "fast", "azure"],
  ]);
});

Deno.test("AgentRun.startChat() keeps its name where the wire has none", async () => {
  for (const model of [undefined, null, "", 5, {}]) {
    const found = await models(async (send) => {
      const run = startRun({ runner: "mine", model: "gpt-5" });
      await run.startChat().run(() => send(model));
      return run;
    });
    assertEquals(found[0], ["chat gpt-5", "gpt-5", "openai"]);
  }
});

Deno.test("AgentRun.startChat() resumes a failed chat by the name that its program has", async () => {
  const found = await models(async (send) => {
    const run = startRun({ runner: "mine", model: "fast" });
    const first = run.startChat();
    await first.in(() => send("gpt-5-mini"));
    first.attemptFailed(new Error("down"));
    await run.startChat().run(() => send("gpt-5-mini"));
    return run;
  });
  assertEquals(found.map((span) => (span as string[])[0]), [
    "chat gpt-5-mini",
    "agent.turn",
    "agent.run",
  ]);
});
