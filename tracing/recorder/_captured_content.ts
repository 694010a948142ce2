import { redactSecrets } from "../privacy/redact.ts";
import type { Attributes } from "../base/otel.ts";
import type { ModelResponse } from "../prompt/wire/model_response.ts";
import { jsonText } from "../base/json_text.ts";

/** What no span may hold. */
type Secrets = readonly string[];

/** The reply's content as a span attribute ("Output messages JSON schema"). */
export function outputContent(
  response: ModelResponse,
  secrets: Secrets,
): Attributes {
  const { text, toolCalls = [], finishReasons = [] } = response;
  const parts = [
    ...(text ? [{ type: "text", content: text }] : []),
    ...toolCalls.map(({ id, name, input }) => ({
      type: "tool_call",
      // Left out of the JSON where there is none.
      id,
      name,
      arguments: input,
    })),
  ];
  const finish_reason = finishReasons[0] ?? "unknown";
  return {
    "gen_ai.output.messages": json(
      [{ role: "assistant", parts, finish_reason }],
      secrets,
    ),
  };
}

/**
 * A value as the JSON that a span holds of it, without the secrets that are
 * given, or else those of now.
 */
export function json(value: unknown, secrets?: Secrets): string {
  try {
    return redactSecrets(jsonText(value) ?? "null", secrets);
  } catch {
    // A circle or a bigint, which no tool of another process can be sent.
    return "null";
  }
}
