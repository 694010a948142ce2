/** What tokens and costs are grouped by, and how a person calls it. */
export const GROUPS = [
  ["runner", "agent.runner"],
  ["model", "gen_ai.request.model"],
  ["agent", "gen_ai.agent.name"],
  ["conversation", "gen_ai.conversation.id"],
] as const;
