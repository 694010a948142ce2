import { claudeAgent } from "../runners/claude_agent.ts";
import { agentMain } from "./agent/main.ts";

if (import.meta.main) {
  Deno.exit(await agentMain("claude-agent", claudeAgent, Deno.args));
}
