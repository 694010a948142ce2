/** Each command, and the script that stands for its framework alone. */
export const COMMANDS = {
  "plan-execute": "openai.ts",
  "openai-agent": "openai_agents.ts",
  "deep-agent": "deepagents.ts",
  "claude-agent": "claude_agent.ts",
} as const;
