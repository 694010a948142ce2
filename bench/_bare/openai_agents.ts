import { Agent, run, setDefaultOpenAIClient } from "@openai/agents";
import { setOpenAIAPI, setTracingDisabled } from "@openai/agents";
import OpenAI from "openai";

setDefaultOpenAIClient(new OpenAI());
setOpenAIAPI("chat_completions");
setTracingDisabled(true);
await run(new Agent({ name: "bench", model: "bench" }), "What is it?");
