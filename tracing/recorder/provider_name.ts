/** Model id prefixes, as LiteLLM and its kin write them, and their providers. */
const BY_PREFIX: Readonly<Record<string, string>> = {
  azure: "azure.ai.openai",
  bedrock: "aws.bedrock",
  vertex_ai: "gcp.vertex_ai",
  gemini: "gcp.gemini",
  watsonx: "ibm.watsonx.ai",
  mistral: "mistral_ai",
  xai: "x_ai",
};

/** Model families that are known without a prefix. */
const BY_FAMILY: readonly (readonly [RegExp, string])[] = [
  [/^(gpt-|chatgpt-|o\d|text-embedding-|codex-)/, "openai"],
  [/^claude/, "anthropic"],
  [/^gemini/, "gcp.gemini"],
  [/^(mistral|mixtral|codestral|ministral|magistral)/, "mistral_ai"],
  [/^deepseek/, "deepseek"],
  [/^grok/, "x_ai"],
  [/^command/, "cohere"],
  [/^sonar/, "perplexity"],
  [/^granite/, "ibm.watsonx.ai"],
  [/^demo$/, "demo"],
];

/**
 * The value of `gen_ai.provider.name` for a model id: from its prefix, else
 * its family, else what the wire format suggests. Values are those of the
 * OpenTelemetry GenAI attribute registry; an unknown prefix is its own name.
 *
 * @param model The id, with or without `litellm_proxy/`.
 * @param fallback The provider of an alias with no prefix and no known family.
 * @returns The provider's name.
 */
export function providerName(model: string, fallback = "openai"): string {
  const id = model.replace(/^litellm_proxy\//, "").toLowerCase();
  const slash = id.indexOf("/");
  if (slash > 0) {
    const prefix = id.slice(0, slash);
    return Object.hasOwn(BY_PREFIX, prefix) ? BY_PREFIX[prefix]! : prefix;
  }
  return BY_FAMILY.find(([family]) => family.test(id))?.[1] ?? fallback;
}
