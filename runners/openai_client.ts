import type OpenAI from "openai";
import type { ClientOptions } from "openai";
import { tracedFetch } from "@turnspan/turnspan";
import type { ModelEndpoint } from "./model.ts";

/** How the vendor's client reaches a model that speaks chat completions. */
export function openaiClientOptions(
  { baseUrl, query = {}, apiKey }: ModelEndpoint,
): ClientOptions {
  return {
    baseURL: `${baseUrl}/v1`,
    apiKey,
    defaultQuery: { ...query },
    maxRetries: 2,
    // The client keeps the fetch that it is made with.
    fetch: tracedFetch,
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
