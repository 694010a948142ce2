import { isJson } from "../../base/json.ts";
import type { ModelResponse } from "./model_response.ts";

/** What a reply tells of its context, beside its text. */
export type ReplyFacts = Pick<
  ModelResponse,
  "hasReasoning" | "hasEditedContext"
>;

/** Types of blocks and items that hold reasoning. */
const REASONING: readonly unknown[] = [
  "thinking",
  "redacted_thinking",
  "reasoning",
];

/** What may be read of a reply, in the words of a vendor or of a framework. */
export interface FactSources {
  /** Its blocks or items, which may be anything. */
  readonly blocks?: unknown;
  /** What the provider says that it did to the context. */
  readonly management?: unknown;
  /** Why it ended. */
  readonly reasons?: readonly unknown[];
}

/**
 * Reads what a reply tells of its context.
 *
 * @param sources What is there of the reply.
 * @returns What is true of it.
 */
export function replyFacts(
  { blocks, management, reasons = [] }: FactSources,
): ReplyFacts {
  const list = Array.isArray(blocks) ? blocks.filter(isJson) : [];
  const edits = isJson(management) ? management.applied_edits : undefined;
  const hasReasoning = list.some(({ type }) => REASONING.includes(type));
  const hasEditedContext = reasons.includes("compaction") ||
    Array.isArray(edits) && edits.length > 0 ||
    list.some(({ type }) => /^compaction/.test(String(type)));
  return {
    ...(hasReasoning && { hasReasoning }),
    ...(hasEditedContext && { hasEditedContext }),
  };
}
