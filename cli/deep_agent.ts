import { deepAgent } from "../runners/deep_agent.ts";
import { agentMain } from "./agent/main.ts";

if (import.meta.main) {
  Deno.exit(await agentMain("deep-agent", deepAgent, Deno.args));
}
