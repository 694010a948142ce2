import type { SDKResultMessage } from "@anthropic-ai/claude-agent-sdk";
import { isWithheld } from "../shared/is_withheld.ts";
import type { Ending } from "../shared/no_answer_error.ts";

/**
 * Reads how the last reply ended, where that is no answer: the CLI has a text of
 * its own for each, or an empty one.
 *
 * @param result What the CLI sent last, if anything.
 * @returns The ending; `undefined` where it is an answer, or anything else.
 */
export function endingOf(
  result: SDKResultMessage | undefined,
): Ending | undefined {
  const { stop_reason: reason, api_error: error }: {
    readonly stop_reason?: string | null;
    // Newer ones have it.
    readonly api_error?: unknown;
  } = result ?? {};
  if (reason && isWithheld(reason)) return { reason };
  return error === "max_output_tokens" ? { reason: error } : undefined;
}
