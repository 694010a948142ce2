import { anyString, type ExpectedSpan } from "../../testing/mod.ts";

/**
 * The tree of a run whose framework names the conversation once it has begun:
 * on all but requests, and the lists of tools, which have ended by then.
 */
export function inConversation(span: ExpectedSpan): ExpectedSpan {
  if (span.name === "POST" || span.name === "tools/list") return span;
  return {
    ...span,
    attributes: { ...span.attributes, "gen_ai.conversation.id": anyString },
    children: (span.children ?? []).map(inConversation),
  };
}
