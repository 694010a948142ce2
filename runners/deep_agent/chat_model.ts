import type { ChatAnthropic } from "@langchain/anthropic";
import type { ChatOpenAI } from "@langchain/openai";
import { chatBaseUrl, type ModelEndpoint } from "../shared/model.ts";
import { checkedFetch } from "../shared/checked_fetch.ts";

/** Retries of a request, by the vendors' clients: they follow Retry-After. */
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
  endpoint: ModelEndpoint,
): ChatOpenAI {
  const { name, query = {}, apiKey } = endpoint;
  return new ChatOpenAI({
    model: name,
    apiKey,
    useResponsesApi: false,
    // The framework's own retries wait for seconds, and ignore Retry-After.
    maxRetries: 0,
    configuration: {
      baseURL: chatBaseUrl(endpoint),
      defaultQuery: { ...query },
      maxRetries: RETRIES,
      fetch: checkedFetch(endpoint),
    },
  });
}

function messagesModel(
  { ChatAnthropic }: AnthropicPackage,
  endpoint: ModelEndpoint,
): ChatAnthropic {
  const { name, baseUrl, query = {}, apiKey } = endpoint;
  const model = new ChatAnthropic({
    model: name,
    apiKey,
    anthropicApiUrl: baseUrl,
    maxRetries: 0,
    clientOptions: {
      defaultQuery: { ...query },
      fetch: checkedFetch(endpoint),
    },
  });
  const { createClient } = model;
  model.createClient = (options) =>
    createClient({ ...options, maxRetries: RETRIES });
  return model;
}
