// deno-lint-ignore-file no-console
// An agent of the Claude Agent SDK with a tool, and one line for its trace:
//
//   ANTHROPIC_API_KEY=… OTEL_TRACES_FILE=traces.jsonl \
//     deno run --allow-all examples/claude_agent.ts "Is it warmer in Oslo or in Rome?"

import * as sdk from "@anthropic-ai/claude-agent-sdk";
import { initTracing } from "@turnspan/turnspan";
import { traceQuery } from "@turnspan/turnspan/claude-agent";
import { z } from "zod";

await using _tracing = await initTracing("weather");

const temperature = sdk.tool(
  "temperature",
  "The temperature in a city now, in degrees Celsius",
  { city: z.string() },
  ({ city }) => {
    const text = new Map([["Oslo", "-3"], ["Rome", "12"]]).get(city) ?? "?";
    return Promise.resolve({ content: [{ type: "text", text }] });
  },
);
const weather = sdk.createSdkMcpServer({
  name: "weather",
  tools: [temperature],
});

const query = traceQuery(sdk.query); // This line.

const messages = query({
  prompt: Deno.args[0] ?? "Is it warmer in Oslo or in Rome?",
  options: {
    mcpServers: { weather },
    allowedTools: ["mcp__weather__temperature"],
    tools: [], // None of the CLI's own.
  },
});
for await (const message of messages) {
  if (message.type === "result" && "result" in message) {
    console.log(message.result);
  }
}
