import type {
  ModelResponse,
  Usage,
} from "../../tracing/prompt/wire/model_response.ts";
import { readUsage } from "../../tracing/prompt/wire/read_usage.ts";
import {
  type ReplyFacts,
  replyFacts,
} from "../../tracing/prompt/wire/reply_facts.ts";
import type { Json } from "../../tracing/base/json.ts";
import { partText } from "../shared/content_text.ts";
import { defined, fieldsOf, listOf, textOf } from "../shared/fields.ts";
import type { CallItem } from "./_framework.ts";

/** A model's reply, and the framework's own messages that come with it. */
export interface Reply {
  readonly response: ModelResponse;
  /** What the reply asks for, with arguments that can be read. */
  readonly calls: readonly CallItem[];
  /** What the reply asks for with arguments that are no JSON object. */
  readonly invalidCalls: readonly CallItem[];
  /** Messages besides the reply's own: answers to calls of the framework's. */
  readonly others: readonly unknown[];
}

/**
 * Reads what the framework's handler returns: the model's message, or messages
 * of which that is the first, where a structured answer was asked for.
 */
export function readReply(returned: unknown): Reply {
  const { messages, update } = fieldsOf(returned);
  const list = listOf(messages ?? fieldsOf(update).messages);
  const [first, ...others] = list.length > 0 ? list : [returned];
  const message = fieldsOf(first);
  const calls = callsIn(message.tool_calls);
  const invalidCalls = callsIn(message.invalid_tool_calls);
  const response = readResponse(message, [...calls, ...invalidCalls]);
  return { calls, invalidCalls, others, response };
}

function readResponse(
  message: Json,
  calls: readonly CallItem[],
): ModelResponse {
  // Of a streamed reply, one vendor's own fields are in the former.
  const metadata: Json = {
    ...fieldsOf(message.additional_kwargs),
    ...fieldsOf(message.response_metadata),
  };
  const reason = textOf(metadata.finish_reason) ??
    textOf(metadata.stop_reason) ?? textOf(metadata.status);
  return {
    ...defined({
      id: responseId(message, metadata),
      model: textOf(metadata.model_name) ?? textOf(metadata.model),
      finishReasons: reason === undefined ? undefined : [reason],
      usage: sentUsage(metadata.usage) ?? readUsage(message.usage_metadata),
    }),
    text: messageText(message.content),
    toolCalls: calls.map(({ name, id, args: input }) =>
      id === undefined ? { name, input } : { name, id, input }
    ),
    ...messageFacts(message),
  };
}

/** What a message, or a chunk of one, tells of its context. */
export function messageFacts(message: Json): ReplyFacts {
  const { response_metadata, additional_kwargs, content } = message;
  return {
    ...(Array.isArray(content) && replyFacts({ blocks: content })),
    ...metadataFacts(fieldsOf(response_metadata)),
    ...metadataFacts(fieldsOf(additional_kwargs)),
  };
}

/** The same of what is told beside a message's content. */
function metadataFacts(metadata: Json): ReplyFacts {
  const { output: blocks, context_management, stop_reason } = metadata;
  const { reasoning, reasoning_content } = metadata;
  const hasReasoning = textOf(reasoning) !== undefined ||
    textOf(reasoning_content) !== undefined ||
    Object.keys(fieldsOf(reasoning)).length > 0;
  const facts = replyFacts({
    blocks,
    management: context_management,
    reasons: [stop_reason],
  });
  return hasReasoning ? { ...facts, hasReasoning } : facts;
}

/**
 * The usage as the vendor sent it, of which the framework's own leaves some out;
 * `undefined` where the framework does not tell all of it.
 */
export function sentUsage(sent: unknown): Usage | undefined {
  const usage = readUsage(sent);
  return usage?.inputTokens === undefined ? undefined : usage;
}

/** The text parts of a message, and no others. */
function messageText(content: unknown): string {
  if (typeof content === "string") return content;
  return listOf(content).map((part) => partText(part) ?? "").join("");
}

/** A message's own id is the response's, unless the framework made it up. */
function responseId({ id }: Json, metadata: Json): string | undefined {
  const own = textOf(id);
  return textOf(metadata.id) ??
    (own === undefined || /^(lc_)?run-/.test(own) ? undefined : own);
}

function callsIn(list: unknown): CallItem[] {
  return listOf(list).map((call) => {
    const { name: given, id, args } = fieldsOf(call);
    const name = textOf(given) ?? "unknown";
    return typeof id === "string" ? { name, id, args } : { name, args };
  });
}
