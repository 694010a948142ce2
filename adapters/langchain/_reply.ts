import type { ModelResponse } from "../../tracing/recorder/types.ts";
import { saidText } from "./_content.ts";
import { fieldsOf, listOf, textOf } from "../shared/fields.ts";
import type { CallItem } from "./_framework.ts";
import { usageOf } from "./_usage.ts";

/** A model's reply, and the framework's own words that came with it. */
export interface Reply {
  readonly response: ModelResponse;
  /** What the reply asks for, with arguments that can be read. */
  readonly calls: readonly CallItem[];
  /** What the reply asks for with arguments that are no JSON object. */
  readonly invalidCalls: readonly CallItem[];
  /** Messages besides the reply's own: answers to calls of the framework's. */
  readonly others: readonly unknown[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads what the framework's handler gives: the model's message, or messages
 * of which that is the first, where a structured answer was asked for.
 */
export function readReply(given: unknown): Reply {
  const { messages, update } = fieldsOf(given);
  const list = listOf(messages ?? fieldsOf(update).messages);
  const [first, ...others] = list.length > 0 ? list : [given];
  const message = fieldsOf(first);
  const calls = callsIn(message.tool_calls);
  const invalidCalls = callsIn(message.invalid_tool_calls);
  const response = readResponse(message, [...calls, ...invalidCalls]);
  return { calls, invalidCalls, others, response };
}

function readResponse(
  message: Fields,
  calls: readonly CallItem[],
): ModelResponse {
  // Streamed, one vendor's own fields are in the former.
  const metadata: Fields = {
    ...fieldsOf(message.additional_kwargs),
    ...fieldsOf(message.response_metadata),
  };
  const id = responseId(message, metadata);
  const model = textOf(metadata.model_name) ?? textOf(metadata.model);
  const reason = textOf(metadata.finish_reason) ??
    textOf(metadata.stop_reason) ?? textOf(metadata.status);
  const usage = usageOf(message.usage_metadata);
  return {
    ...(id === undefined ? {} : { id }),
    ...(model === undefined ? {} : { model }),
    ...(reason === undefined ? {} : { finishReasons: [reason] }),
    text: saidText(message.content),
    toolCalls: calls.map(({ args, ...call }) => ({ ...call, input: args })),
    ...(usage === undefined ? {} : { usage }),
  };
}

/** A message's own id is the response's, unless the framework made it up. */
function responseId({ id }: Fields, metadata: Fields): string | undefined {
  const own = textOf(id);
  return textOf(metadata.id) ??
    (own === undefined || /^(lc_)?run-/.test(own) ? undefined : own);
}

function callsIn(list: unknown): CallItem[] {
  return listOf(list).map(fieldsOf).map(({ name, id, args }) => ({
    name: textOf(name) ?? "unknown",
    ...(typeof id === "string" ? { id } : {}),
    args,
  }));
}
