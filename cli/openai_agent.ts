import { openaiAgent } from "../runners/openai_agent.ts";
import { agentMain } from "./agent/main.ts";

if (import.meta.main) {
  Deno.exit(await agentMain("openai-agent", openaiAgent, Deno.args));
}
