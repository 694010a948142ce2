import { assertEquals, assertThrows } from "@std/assert";
import {
  chatBaseUrl,
  defaultModelId,
  ModelError,
  resolveModel,
} from "../../../runners/shared/model.ts";

const CHAT = ["chat_completions"] as const;
const BOTH = ["messages", "chat_completions"] as const;

/** Reads variables of a test. */
function env(variables: Readonly<Record<string, string>>) {
  return (name: string): string | undefined => variables[name];
}

Deno.test("defaultModelId() takes LITELLM_MODEL with and without its prefix", () => {
  for (const model of ["gpt-5", "litellm_proxy/gpt-5"]) {
    assertEquals(
      defaultModelId(env({ LITELLM_MODEL: model })),
      "litellm_proxy/gpt-5",
    );
  }
  assertEquals(
    defaultModelId(env({ LITELLM_MODEL: "azure/gpt-5" })),
    "litellm_proxy/azure/gpt-5",
  );
});

Deno.test("defaultModelId() throws when LITELLM_MODEL is not set", () => {
  for (const variables of [{}, { LITELLM_MODEL: "" }]) {
    assertThrows(
      () => defaultModelId(env(variables)),
      ModelError,
      "add --model-id demo",
    );
  }
});

Deno.test("resolveModel() takes a base URL with and without /v1 and a slash", () => {
  const bases = ["", "/", "/v1", "/v1/", "//"];
  for (const base of bases) {
    const { baseUrl } = resolveModel(
      "litellm_proxy/gpt-5",
      CHAT,
      env({
        LITELLM_BASE_URL: `http://localhost:4000${base}`,
        LITELLM_API_KEY: "sk-1",
      }),
    );
    assertEquals(baseUrl, "http://localhost:4000");
  }
});

Deno.test("resolveModel() keeps a path of the base URL", () => {
  const { baseUrl } = resolveModel(
    "openai/gpt-5",
    CHAT,
    env({
      OPENAI_BASE_URL: "https://host/team/a/v1",
      OPENAI_API_KEY: "sk-1",
    }),
  );
  assertEquals(baseUrl, "https://host/team/a");
});

Deno.test("chatBaseUrl() adds /v1 to a bare host, and nothing to a path", () => {
  const addresses: readonly (readonly [string, string])[] = [
    ["http://localhost:4000", "http://localhost:4000/v1"],
    ["http://localhost:4000/", "http://localhost:4000/v1"],
    ["http://localhost:4000?a=b", "http://localhost:4000/v1"],
    ["http://localhost:4000/v1/", "http://localhost:4000/v1"],
    [
      "https://generativelanguage.googleapis.com/v1beta/openai/",
      "https://generativelanguage.googleapis.com/v1beta/openai",
    ],
    ["https://host/api/paas/v4", "https://host/api/paas/v4"],
    [
      "https://models.github.ai/inference",
      "https://models.github.ai/inference",
    ],
    ["https://host/v1/openai", "https://host/v1/openai"],
    ["https://host/team/v1", "https://host/team/v1"],
  ];
  for (const [address, url] of addresses) {
    const variables = { OPENAI_BASE_URL: address, OPENAI_API_KEY: "sk-1" };
    const endpoint = resolveModel("openai/gpt-5", CHAT, env(variables));
    assertEquals(chatBaseUrl(endpoint), url);
  }
});

Deno.test("resolveModel() takes the prefix off the name, and names the provider", () => {
  const endpoint = resolveModel(
    "litellm_proxy/anthropic/claude",
    CHAT,
    env({
      LITELLM_BASE_URL: "http://localhost:4000",
      LITELLM_API_KEY: "sk-1",
    }),
  );
  assertEquals(endpoint, {
    id: "litellm_proxy/anthropic/claude",
    name: "anthropic/claude",
    provider: "anthropic",
    api: "chat_completions",
    baseUrl: "http://localhost:4000",
    apiKey: "sk-1",
    variables: { apiKey: "LITELLM_API_KEY", baseUrl: "LITELLM_BASE_URL" },
    callIds: true,
  });
});

Deno.test("resolveModel() names the variables that were set, and call ids are a proxy's", () => {
  const { variables, callIds } = resolveModel(
    "openai/gpt-5",
    CHAT,
    env({ OPENAI_API_KEY: "k" }),
  );
  assertEquals(
    { variables, callIds },
    { variables: { apiKey: "OPENAI_API_KEY" }, callIds: undefined },
  );
});

Deno.test("resolveModel() needs a vendor's key and not its URL", () => {
  const openai = resolveModel(
    "openai/gpt-5",
    CHAT,
    env({ OPENAI_API_KEY: "k" }),
  );
  assertEquals(
    [openai.baseUrl, openai.apiKey, openai.provider],
    ["https://api.openai.com", "k", "openai"],
  );
  const anthropic = resolveModel(
    "anthropic/claude",
    BOTH,
    env({
      ANTHROPIC_API_KEY: "k",
    }),
  );
  assertEquals(
    [anthropic.baseUrl, anthropic.api, anthropic.provider],
    ["https://api.anthropic.com", "messages", "anthropic"],
  );
});

Deno.test("resolveModel() speaks what the runner prefers", () => {
  const variables = env({
    LITELLM_BASE_URL: "http://localhost:4000",
    LITELLM_API_KEY: "k",
  });
  assertEquals(
    [CHAT, BOTH].map((apis) =>
      resolveModel("litellm_proxy/gpt-5", apis, variables).api
    ),
    ["chat_completions", "messages"],
  );
});

Deno.test("resolveModel() keeps the query apart from the base URL", () => {
  const { baseUrl, query } = resolveModel(
    "openai/gpt-5",
    CHAT,
    env({
      OPENAI_BASE_URL: "https://me:secret@host/v1/?api-version=2&tier=a#x",
      OPENAI_API_KEY: "k",
    }),
  );
  assertEquals(baseUrl, "https://me:secret@host");
  assertEquals(query, { "api-version": "2", tier: "a" });
});

Deno.test("resolveModel() and defaultModelId() list the forms that the runner takes", () => {
  const cases = [
    [CHAT, ["litellm_proxy", "openai", "demo"]],
    [["messages"], ["litellm_proxy", "anthropic", "demo"]],
    [BOTH, ["litellm_proxy", "openai", "anthropic", "demo"]],
  ] as const;
  for (const [apis, forms] of cases) {
    const all = ["litellm_proxy", "openai", "anthropic", "demo"];
    for (
      const refused of [
        () => resolveModel("gpt-5", apis, env({})),
        () => defaultModelId(env({}), apis),
      ]
    ) {
      const { message } = assertThrows(refused, ModelError);
      const named = all.filter((form) =>
        message.includes(`${form}/<model>`) || form === "demo"
      );
      assertEquals(named, [...forms], message);
    }
  }
});

Deno.test("resolveModel() refuses a key that no header can carry, and keeps it to itself", () => {
  for (const key of ["sk-ключ", "sk-a\nb", "sk-\u0000", "sk-€uro"]) {
    const { message } = assertThrows(
      () => resolveModel("openai/gpt-5", CHAT, env({ OPENAI_API_KEY: key })),
      ModelError,
      "Cannot use OPENAI_API_KEY: it has a character that no header can carry",
    );
    assertEquals(message.includes("sk-"), false);
  }
});
