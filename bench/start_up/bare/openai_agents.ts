import {
  Agent,
  run,
  setDefaultOpenAIClient,
  setOpenAIAPI,
  setTracingDisabled,
  tool,
} from "@openai/agents";
import OpenAI from "openai";
import { listedTools } from "./listed_tools.ts";

const tools = await listedTools();
setDefaultOpenAIClient(new OpenAI());
setOpenAIAPI("chat_completions");
setTracingDisabled(true);
const agent = new Agent({
  name: "bench",
  model: "bench",
  tools: tools.map(({ name, description, inputSchema }) =>
    tool({
      name,
      description: description ?? "",
      parameters: {
        type: "object",
        properties: inputSchema.properties ?? {},
        required: inputSchema.required ?? [],
        additionalProperties: true,
      },
      strict: false,
      execute: () => "",
    })
  ),
});
await run(agent, "What is it?");
