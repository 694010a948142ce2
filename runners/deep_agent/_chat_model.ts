import { tracedFetch } from "@turnspan/turnspan";
import type { ChatAnthropic } from "@langchain/anthropic";
import type { ChatOpenAI } from "@langchain/openai";
import type { ModelEndpoint } from "../model.ts";

/** Retries of a request. The vendors' clients heed Retry-After. */
const RETRIES = 2;

type OpenAIPackage = typeof import("@langchain/openai");
type AnthropicPackage = typeof import("@langchain/anthropic");

/** The package of the vendor whose wire format is spoken. */
export type VendorPackage = OpenAIPackage | AnthropicPackage;

/** Makes the framework's model of an endpoint. */
export function chatModel(
  vendor: VendorPackage,
  endpoint: ModelEndpoint,
): ChatAnthropic | ChatOpenAI {
  return "ChatAnthropic" in vendor
    ? messagesModel(vendor, endpoint)
    : chatCompletionsModel(vendor, endpoint);
}

function chatCompletionsModel(
  { ChatOpenAI }: OpenAIPackage,
  { name, baseUrl, query = {}, apiKey }: ModelEndpoint,
): ChatOpenAI {
  return new ChatOpenAI({
    model: name,
    apiKey,
    useResponsesApi: false,
    // The framework's own retries wait for seconds, whatever the server says.
    maxRetries: 0,
    configuration: {
      baseURL: `${baseUrl}/v1`,
      defaultQuery: { ...query },
      maxRetries: RETRIES,
      // The client keeps the fetch that it is made with.
      fetch: tracedFetch,
    },
  });
}

function messagesModel(
  { ChatAnthropic }: AnthropicPackage,
  { name, baseUrl, query = {}, apiKey }: ModelEndpoint,
): ChatAnthropic {
  const model = new ChatAnthropic({
    model: name,
    apiKey,
    anthropicApiUrl: baseUrl,
    maxRetries: 0,
    clientOptions: { defaultQuery: { ...query }, fetch: tracedFetch },
  });
  const { createClient } = model;
  model.createClient = (options) =>
    createClient({ ...options, maxRetries: RETRIES });
  return model;
}
