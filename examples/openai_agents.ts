// deno-lint-ignore-file no-console
// An agent of the OpenAI Agents SDK, and one line for its trace:
//
//   OPENAI_API_KEY=… OTEL_TRACES_FILE=traces.jsonl \
//     deno run --allow-all examples/openai_agents.ts "Is it warmer in Oslo or in Rome?"

import { Agent, run, Runner, tool } from "@openai/agents";
import { initTracing } from "@turnspan/turnspan";
import { traceRunner } from "@turnspan/turnspan/openai-agents";
import { z } from "zod";

await using _tracing = await initTracing("weather");
traceRunner(Runner); // This line.

const temperature = tool({
  name: "temperature",
  description: "The temperature in a city now, in degrees Celsius",
  parameters: z.object({ city: z.string() }),
  execute: ({ city }) =>
    new Map([["Oslo", "-3"], ["Rome", "12"]]).get(city) ?? "unknown",
});

const agent = new Agent({
  name: "weather",
  instructions: "Answer questions about the weather with your tools.",
  tools: [temperature],
});

const question = Deno.args[0] ?? "Is it warmer in Oslo or in Rome?";
const { finalOutput } = await run(agent, question);
console.log(finalOutput);
