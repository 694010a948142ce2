import { ChatOpenAI } from "@langchain/openai";
import { Client } from "@modelcontextprotocol/client";
import { createDeepAgent } from "deepagents";

// An agent has tools, and so a script of its kind has a client for them.
new Client({ name: "bench", version: "1.0.0" });
const model = new ChatOpenAI({
  model: "bench",
  configuration: { baseURL: Deno.env.get("OPENAI_BASE_URL") },
});
await createDeepAgent({ model }).invoke({
  messages: [{ role: "user", content: "What is it?" }],
});
