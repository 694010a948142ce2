import { assertEquals } from "@std/assert";
import { providerName } from "../../../tracing/recorder/provider_name.ts";

Deno.test("providerName() goes by the prefix of a model id", () => {
  const names: Readonly<Record<string, string>> = {
    "openai/anything": "openai",
    "anthropic/x": "anthropic",
    "azure/gpt-5": "azure.ai.openai",
    "azure_ai/x": "azure_ai",
    "bedrock/anthropic.claude": "aws.bedrock",
    "vertex_ai/gemini-3": "gcp.vertex_ai",
    "gemini/gemini-3": "gcp.gemini",
    "watsonx/ibm/granite": "ibm.watsonx.ai",
    "mistral/x": "mistral_ai",
    "groq/x": "groq",
    "deepseek/x": "deepseek",
    "xai/grok-5": "x_ai",
    "cohere/x": "cohere",
    "perplexity/x": "perplexity",
    "house/x": "house",
    "constructor/x": "constructor",
    "litellm_proxy/azure/gpt-5": "azure.ai.openai",
    "OpenAI/gpt-5": "openai",
  };
  for (const [model, name] of Object.entries(names)) {
    assertEquals(providerName(model), name, model);
  }
});

Deno.test("providerName() goes by the family where there is no prefix", () => {
  const names: Readonly<Record<string, string>> = {
    "gpt-5": "openai",
    "chatgpt-4o-latest": "openai",
    "o4-mini": "openai",
    "claude-sonnet-5": "anthropic",
    "gemini-3-pro": "gcp.gemini",
    "mistral-large": "mistral_ai",
    "mixtral-8x7b": "mistral_ai",
    "deepseek-chat": "deepseek",
    "grok-5": "x_ai",
    "command-r": "cohere",
    "sonar-pro": "perplexity",
    "granite-4": "ibm.watsonx.ai",
    demo: "demo",
    "litellm_proxy/claude-opus-5": "anthropic",
  };
  for (const [model, name] of Object.entries(names)) {
    assertEquals(providerName(model), name, model);
  }
});

Deno.test("providerName() falls back for an alias of no known family", () => {
  assertEquals(providerName("house-model"), "openai");
  assertEquals(providerName("house-model", "anthropic"), "anthropic");
  assertEquals(providerName("gpt-5", "anthropic"), "openai");
  assertEquals(providerName("litellm_proxy/demo-2"), "openai");
  assertEquals(providerName("/odd"), "openai");
});
