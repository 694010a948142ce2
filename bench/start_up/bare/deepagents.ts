import { ChatOpenAI } from "@langchain/openai";
import { createDeepAgent } from "deepagents";
import { tool } from "langchain";
import { listedTools } from "./listed_tools.ts";

const tools = await listedTools();
const model = new ChatOpenAI({
  model: "bench",
  configuration: { baseURL: Deno.env.get("OPENAI_BASE_URL") },
});
const agent = createDeepAgent({
  model,
  tools: tools.map(({ name, description, inputSchema: schema }) =>
    tool(() => "", { name, description: description ?? "", schema })
  ),
});
await agent.invoke({ messages: [{ role: "user", content: "What is it?" }] });
