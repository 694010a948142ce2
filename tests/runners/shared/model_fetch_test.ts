import { assertEquals, assertMatch } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import { modelFetch } from "../../../runners/shared/model_fetch.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { runAgent } from "../../../runners/shared/run_agent.ts";
import { conversation, refuses, says } from "../../_helpers/conversation.ts";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { recordingHandler } from "../../_helpers/scripted_model.ts";
import { AGENT_LOOPS, testEachLoop } from "../_agent_loops.ts";
import { config } from "../_run.ts";

const CALL_ID = "x-litellm-call-id";
const UUID =
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const AT_ONCE = { "retry-after-ms": "1" };

testEachLoop(
  "gives each attempt at a proxy's model a call id, and the chat the last",
  async (loop) => {
    const { requests, spans } = await loop.run({
      servers: {},
      proxy: true,
      handler: conversation(refuses(503, AT_ONCE), says("done")),
    });

    const sent = requests.map(({ headers }) => headers.get(CALL_ID));
    assertEquals(sent.length, 2);
    for (const id of sent) assertMatch(id ?? "none", UUID);
    assertEquals(new Set(sent).size, 2);
    const chat = spans.find(({ name }) => name.startsWith("chat "));
    assertEquals(chat?.attributes["litellm.call_id"], sent[1]);
  },
);

testEachLoop("gives it to a proxy only", async (loop) => {
  const { requests, spans } = await loop.run({
    servers: {},
    handler: conversation(says("done")),
  });

  assertEquals(requests.map(({ headers }) => headers.get(CALL_ID)), [null]);
  const chat = spans.find(({ name }) => name.startsWith("chat "));
  assertEquals(chat?.attributes["litellm.call_id"], undefined);
});

Deno.test("modelFetch() keeps the headers of a request", async () => {
  using _recorder = new SpanRecorder();
  const answers = conversation(says("done"), says("done"));
  const { handler, requests } = recordingHandler(answers);
  await using model = startScriptedModel({ handler });
  const url = `${model.baseUrl}/v1/chat/completions`;
  const init = {
    method: "POST",
    headers: { "x-own": "1" },
    body: JSON.stringify({
      model: "tested",
      messages: [{ role: "user", content: "hello" }],
    }),
  };
  const asked = modelFetch({ callIds: true });

  await traceRun({ runner: "tested", model: "tested" }, async () => {
    await (await asked(url, init)).body?.cancel();
    await (await asked(new Request(url, init))).body?.cancel();
  });

  assertEquals(requests.map(({ headers }) => headers.get("x-own")), ["1", "1"]);
  for (const { headers } of requests) {
    assertMatch(headers.get(CALL_ID) ?? "none", UUID);
  }
});

for (const { name, runner, api } of AGENT_LOOPS) {
  Deno.test(`${name} gives no call id where nothing is recorded`, async () => {
    const { handler, requests } = recordingHandler(conversation(says("done")));
    await using model = startScriptedModel({ handler });

    await runAgent(runner, "What is it?", {
      model: {
        id: "litellm_proxy/tested",
        name: "tested",
        provider: "openai",
        api,
        baseUrl: model.baseUrl,
        apiKey: "key",
        callIds: true,
      },
      mcp: config({}),
    });

    assertEquals(requests.map(({ headers }) => headers.get(CALL_ID)), [null]);
  });
}
