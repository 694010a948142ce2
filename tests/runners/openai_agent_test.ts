import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { openaiAgent } from "../../runners/openai_agent.ts";
import { runAgent } from "../../runners/run_agent.ts";
import { conversation, says } from "../_helpers/conversation.ts";
import { recordingHandler } from "../_helpers/scripted_model.ts";
import { config, runScripted } from "./_run.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/** Runs a program that has nothing loaded yet. */
async function fresh(program: string): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--quiet",
      `--config=${ROOT}deno.json`,
      `--lock=${ROOT}locks/openai_agent.lock`,
      "--frozen",
      program,
    ],
    cwd: ROOT,
  }).output();
  const text = new TextDecoder();
  return text.decode(stdout) + text.decode(stderr);
}

Deno.test("openaiAgent.load() leaves signals to the command", async () => {
  const said = await fresh(`
    import process from "node:process";
    import { openaiAgent } from "./runners/openai_agent.ts";
    const own = () => {};
    process.on("SIGINT", own);
    await openaiAgent.load("chat_completions");
    const left = ["SIGINT", "SIGTERM"].map((signal) =>
      process.listeners(signal).map((listener) => listener === own)
    );
    process.off("SIGINT", own);
    console.log(JSON.stringify(left));
  `);
  assertEquals(said, "[[true],[]]\n");
});

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
  assertEquals(names, ["openai_agent", "openai_agent"]);
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
