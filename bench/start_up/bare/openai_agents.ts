import {
  Agent,
  run,
  setDefaultOpenAIClient,
  setOpenAIAPI,
  setTracingDisabled,
} from "@openai/agents";
import { Client } from "@modelcontextprotocol/client";
import OpenAI from "openai";

// An agent has tools, and so a script of its kind has a client for them.
new Client({ name: "bench", version: "1.0.0" });
setDefaultOpenAIClient(new OpenAI());
setOpenAIAPI("chat_completions");
setTracingDisabled(true);
await run(new Agent({ name: "bench", model: "bench" }), "What is it?");
