import OpenAI from "openai";
import { listedTools } from "./listed_tools.ts";

const tools = await listedTools();
await new OpenAI().chat.completions.create({
  model: "bench",
  messages: [{ role: "user", content: "What is it?" }],
  tools: tools.map(({ name, description, inputSchema: parameters }) => ({
    type: "function",
    function: { name, description: description ?? "", parameters },
  })),
});
