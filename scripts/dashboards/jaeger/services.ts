/**
 * The services that the menu has a group for: Jaeger searches one at a time.
 * They are what the commands of the same names call themselves.
 */
export const SERVICES = [
  "plan-execute",
  "openai-agent",
  "deep-agent",
  "claude-agent",
] as const;
