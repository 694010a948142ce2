import { ChatOpenAI } from "@langchain/openai";
import { createDeepAgent } from "deepagents";

const model = new ChatOpenAI({
  model: "bench",
  configuration: { baseURL: Deno.env.get("OPENAI_BASE_URL") },
});
await createDeepAgent({ model }).invoke({
  messages: [{ role: "user", content: "What is it?" }],
});
