// An agent of its own whose replies are streamed, as the commands' are not:
//
//   _streaming_agent.ts chat_completions|messages <model>
//
// It prints its trace's id.
import { ChatAnthropic } from "@langchain/anthropic";
import { ChatOpenAI } from "@langchain/openai";
import { currentRun, initTracing, traceRun } from "@turnspan/turnspan";
import { traceAgent } from "@turnspan/turnspan/langchain";
import { createAgent, tool } from "langchain";
import { z } from "zod";

const [api, name = ""] = Deno.args;
const baseURL = Deno.env.get("LITELLM_BASE_URL");
const apiKey = Deno.env.get("LITELLM_API_KEY")!;

await using _tracing = await initTracing("streaming-agent");

const model = api === "messages"
  ? new ChatAnthropic({
    model: name,
    apiKey,
    anthropicApiUrl: `${baseURL}`,
  })
  : new ChatOpenAI({
    model: name,
    apiKey,
    configuration: { baseURL: `${baseURL}/v1` },
  });

const assets = tool(() => "Chiller 6", {
  name: "assets",
  description: "Lists the assets of a site",
  schema: z.object({ site: z.string() }),
});

const agent = traceAgent(createAgent({ model, tools: [assets] }));
const traceId = await traceRun(
  { runner: "streaming", model: name },
  async () => {
    // Asked for the model's messages as they come. (With the model's own option
    // streaming, LangChain counts tokens by a tokenizer that it downloads.)
    const stream = await agent.stream(
      { messages: "Which assets are there?" },
      { streamMode: "messages" },
    );
    for await (const _ of stream);
    return currentRun()?.traceId;
  },
);
// deno-lint-ignore no-console
console.log(traceId);
