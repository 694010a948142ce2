import type OpenAI from "openai";
import type { ClientOptions } from "openai";
import type { ModelEndpoint } from "./model.ts";
import { modelFetch } from "./model_fetch.ts";

/** Options of the vendor's client for a model that speaks chat completions. */
export function openaiClientOptions(endpoint: ModelEndpoint): ClientOptions {
  const { baseUrl, query = {}, apiKey } = endpoint;
  return {
    baseURL: `${baseUrl}/v1`,
    apiKey,
    defaultQuery: { ...query },
    maxRetries: 2,
    fetch: modelFetch(endpoint),
  };
}

/**
 * Gets the message of a reply.
 *
 * @throws {TypeError} If the reply is no chat completion: proxies answer 200
 * with pages, `null` and error objects.
 */
export function completionMessage(
  reply: unknown,
): OpenAI.ChatCompletionMessage {
  const message = (reply as OpenAI.ChatCompletion | null | undefined)?.choices
    ?.[0]?.message;
  if (message) return message;
  throw new TypeError(
    "Cannot read the model's reply: it is not a chat completion",
  );
}
