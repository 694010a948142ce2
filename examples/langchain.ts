// deno-lint-ignore-file no-console
// An agent of LangChain, and one line for its trace:
//
//   OPENAI_API_KEY=… OTEL_TRACES_FILE=traces.jsonl \
//     deno run --allow-all examples/langchain.ts "Is it warmer in Oslo or in Rome?"

import { ChatOpenAI } from "@langchain/openai";
import { initTracing } from "@turnspan/turnspan";
import { traceAgent } from "@turnspan/turnspan/langchain";
import { createAgent, tool } from "langchain";
import { z } from "zod";

await using _tracing = await initTracing("weather");

const temperature = tool(
  ({ city }) => new Map([["Oslo", "-3"], ["Rome", "12"]]).get(city) ?? "?",
  {
    name: "temperature",
    description: "The temperature in a city now, in degrees Celsius",
    schema: z.object({ city: z.string() }),
  },
);

const agent = traceAgent(createAgent({ // This line.
  model: new ChatOpenAI({ model: "gpt-5" }),
  tools: [temperature],
  systemPrompt: "Answer questions about the weather with your tools.",
}));

const question = Deno.args[0] ?? "Is it warmer in Oslo or in Rome?";
const { messages } = await agent.invoke({ messages: question });
console.log(messages.at(-1)?.text);
