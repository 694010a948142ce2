import type { SpanScope } from "./_span_scope.ts";
import type { AgentScope } from "./types.ts";

/**
 * Names the conversation of an agent, as its framework does: on the spans that
 * are open and on all that follow, not on those that have ended. An id that the
 * caller named for the run stays; so does that of spans which have another
 * already, as where an agent goes on to the next conversation.
 *
 * @param agent The agent, or the run.
 * @param id What the framework says; nothing is done unless it names one.
 */
export function nameConversation(agent: AgentScope, id: unknown): void {
  if (typeof id !== "string" || id === "") return;
  // All agents are scopes of this class.
  const scope = agent as AgentScope & SpanScope;
  if (scope.ended || scope.core.conversationId !== undefined) return;
  if (scope.conversationId === id) return;
  const isInherited = scope.conversationId === scope.parent?.conversationId;
  if (isInherited) scope.nameConversation(id);
  else scope.conversationId = id;
}
