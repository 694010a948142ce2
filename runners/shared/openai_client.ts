import type OpenAI from "openai";
import type { ClientOptions } from "openai";
import { InvalidReplyError } from "../../tracing/privacy/invalid_reply_error.ts";
import { chatBaseUrl, type ModelEndpoint } from "./model.ts";
import { checkedFetch } from "./checked_fetch.ts";

/** Options of the vendor's client for a model that speaks chat completions. */
export function openaiClientOptions(endpoint: ModelEndpoint): ClientOptions {
  const { query = {}, apiKey } = endpoint;
  return {
    baseURL: chatBaseUrl(endpoint),
    apiKey,
    defaultQuery: { ...query },
    maxRetries: 2,
    fetch: checkedFetch(endpoint),
  };
}

/**
 * Gets the message of a reply.
 *
 * @throws {InvalidReplyError} If the reply is no chat completion: proxies answer 200
 * with pages, `null` and error objects.
 */
export function completionMessage(
  reply: unknown,
): OpenAI.ChatCompletionMessage {
  const message = (reply as OpenAI.ChatCompletion | null | undefined)?.choices
    ?.[0]?.message;
  if (message) return message;
  throw new InvalidReplyError(JSON.stringify(reply) ?? "");
}
