import { Client } from "@modelcontextprotocol/client";
import OpenAI from "openai";

// An agent has tools, and so a script of its kind has a client for them.
new Client({ name: "bench", version: "1.0.0" });
await new OpenAI().chat.completions.create({
  model: "bench",
  messages: [{ role: "user", content: "What is it?" }],
});
