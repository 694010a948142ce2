// The runner takes it by `import()`, of which Deno keeps no compiled code: 1.4 MB
// would be compiled at each start.
import "@anthropic-ai/claude-agent-sdk";
import { claudeAgent } from "../runners/claude_agent.ts";
import { agentMain } from "./agent/main.ts";

if (import.meta.main) {
  Deno.exit(await agentMain("claude-agent", claudeAgent, Deno.args));
}
