import { redactSecrets } from "../privacy/redact.ts";
import type { Attributes } from "../base/otel.ts";
import type { ModelResponse } from "../prompt/wire/model_response.ts";
import { jsonText } from "../base/json_text.ts";
import type { PromptPart } from "../prompt/wire/read_request.ts";

/** What no span may hold. */
type Secrets = readonly string[];

/**
 * The request's content as span attributes, in the form of the GenAI
 * conventions ("Input messages JSON schema", "System instructions JSON
 * schema"): `{role, parts}`.
 */
export function inputContent(
  parts: readonly PromptPart[],
  secrets: Secrets,
): Attributes {
  const system = parts.filter(({ kind }) => kind === "instructions");
  const messages = new Map<number, { role: string; parts: unknown[] }>();
  for (const part of parts) {
    if (part.message === undefined || part.kind === "instructions") continue;
    const { role, index } = part.message;
    const message = messages.get(index) ?? { role, parts: [] };
    messages.set(index, message);
    message.parts.push(capturedPart(part));
  }
  return {
    "gen_ai.input.messages": json([...messages.values()], secrets),
    "gen_ai.system_instructions": system.length === 0 ? undefined : json(
      system.map(({ text }) => ({ type: "text", content: text })),
      secrets,
    ),
  };
}

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

function capturedPart(part: PromptPart): unknown {
  const { callId: id } = part;
  if (part.kind === "result") {
    return { type: "tool_call_response", id, response: part.text };
  }
  if (part.call !== undefined) return { type: "tool_call", id, ...part.call };
  return { type: "text", content: part.text };
}
