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
