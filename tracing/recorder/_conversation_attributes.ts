import type { Attributes } from "../base/otel.ts";

/** The conversation that a span belongs to, where somebody has named it. */
export function conversationAttributes(id: string | undefined): Attributes {
  return id === undefined ? {} : { "gen_ai.conversation.id": id };
}
