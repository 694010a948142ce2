import { assertEquals } from "@std/assert";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { openaiAgent } from "../../runners/openai_agent.ts";
import { runAgent } from "../../runners/shared/run_agent.ts";
import { conversation, says } from "../_helpers/conversation.ts";
import { recordingHandler } from "../_helpers/scripted_model.ts";
import { config, runScripted } from "./_run.ts";

// The SDK listens to signals once it is loaded, and for good.
await openaiAgent.load("chat_completions");

Deno.test("openaiAgent exports nothing to a vendor", async () => {
  const { requests, result } = await runScripted({
    runner: openaiAgent,
    handler: conversation(says("so it is")),
  });
  assertEquals(result.answer, "so it is");
  assertEquals(
    requests.map(({ method, path }) => `${method} ${path}`),
    ["POST /v1/chat/completions"],
  );
  const { getGlobalTraceProvider } = await import("@openai/agents");
  let exported = 0;
  getGlobalTraceProvider().registerProcessor({
    onTraceStart: () => Promise.resolve(void exported++),
    onTraceEnd: () => Promise.resolve(void exported++),
    onSpanStart: () => Promise.resolve(void exported++),
    onSpanEnd: () => Promise.resolve(void exported++),
    shutdown: () => Promise.resolve(),
    forceFlush: () => Promise.resolve(),
  });
  await runScripted({
    runner: openaiAgent,
    handler: conversation(says("so it is")),
  });
  assertEquals(exported, 0);
});

Deno.test("openaiAgent is the agent of its turns", async () => {
  const { spans, result } = await runScripted({
    runner: openaiAgent,
    handler: conversation(says("so it is")),
  });
  const names = spans.flatMap(({ attributes }) =>
    attributes["gen_ai.agent.name"] ?? []
  );
  // The run, its turn and the call in it.
  assertEquals(names, ["openai_agent", "openai_agent", "openai_agent"]);
  assertEquals(result.trajectory.turns[0]?.agent, "openai_agent");
});

Deno.test("openaiAgent asks with the key, and with the URL's query", async () => {
  const { handler, requests } = recordingHandler(
    conversation(says("so it is")),
  );
  const urls: string[] = [];
  await using model = startScriptedModel({
    handler: (request) => {
      urls.push(new URL(request.url).search);
      return handler(request);
    },
  });
  const { answer } = await runAgent(openaiAgent, "Is it?", {
    model: {
      id: "openai/tested",
      name: "tested",
      provider: "openai",
      api: "chat_completions",
      baseUrl: model.baseUrl,
      query: { "api-version": "7" },
      apiKey: "key",
    },
    mcp: config({}),
  });
  assertEquals(answer, "so it is");
  assertEquals(urls, ["?api-version=7"]);
  assertEquals(requests[0]?.headers.get("authorization"), "Bearer key");
});
