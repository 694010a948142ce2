import { providerName } from "../../tracing/recorder/provider_name.ts";
import { modelForms } from "./model_forms.ts";
import type { WireApi } from "./wire_api.ts";

export type { WireApi };

/** A model, and how to reach it. */
export interface ModelEndpoint {
  /** The id as it was given. */
  readonly id: string;
  /** The name that goes over the wire. */
  readonly name: string;
  /** The value of `gen_ai.provider.name`. */
  readonly provider: string;
  /** The wire format to speak. */
  readonly api: WireApi;
  /** Where it is, without `/v1` and a final slash. */
  readonly baseUrl: string;
  /**
   * What a client of chat completions puts its paths behind: many gateways have
   * another path than `/v1`.
   *
   * @default {`baseUrl` and `/v1`}
   */
  readonly chatUrl?: string;
  /** The query of the URL, for every request. */
  readonly query?: Readonly<Record<string, string>>;
  /** The key. */
  readonly apiKey: string;
  /** The variables that these were read from, for whoever has to correct one. */
  readonly variables?: ModelVariables;
  /** Whether each request carries a call id, which a LiteLLM proxy records. */
  readonly callIds?: boolean;
  /** The session that its requests belong to, which a LiteLLM proxy records. */
  readonly sessionId?: string;
}

/** The names of the variables that an endpoint was read from. */
export interface ModelVariables {
  /** The one that holds the key. */
  readonly apiKey: string;
  /** The one that holds the URL, where one is set. */
  readonly baseUrl?: string;
}

/** Error thrown when a model id cannot be used; the message says what can. */
export class ModelError extends Error {
  /** The id that was given, if any. */
  readonly modelId: string | undefined;

  /** Constructs a new instance. */
  constructor(message: string, modelId?: string) {
    super(message);
    this.name = "ModelError";
    this.modelId = modelId;
  }
}

/** The wire formats of a prefix, and the variables of its settings. */
interface Route {
  readonly apis: readonly WireApi[];
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly vendorUrl?: string;
  readonly callIds?: boolean;
}

const ROUTES: Readonly<Record<string, Route>> = {
  litellm_proxy: {
    apis: ["chat_completions", "messages"],
    baseUrl: "LITELLM_BASE_URL",
    apiKey: "LITELLM_API_KEY",
    callIds: true,
  },
  openai: {
    apis: ["chat_completions"],
    baseUrl: "OPENAI_BASE_URL",
    apiKey: "OPENAI_API_KEY",
    vendorUrl: "https://api.openai.com",
  },
  anthropic: {
    apis: ["messages"],
    baseUrl: "ANTHROPIC_BASE_URL",
    apiKey: "ANTHROPIC_API_KEY",
    vendorUrl: "https://api.anthropic.com",
  },
};

/**
 * Tells which model to use where none is named: `LITELLM_MODEL`, with or
 * without its `litellm_proxy/`.
 *
 * @param env Reads an environment variable.
 * @param apis The wire formats that the runner speaks.
 * @returns The id.
 * @throws {ModelError} If the variable is not set; the message lists what can
 * be named.
 */
export function defaultModelId(
  env: (name: string) => string | undefined,
  apis: readonly WireApi[] = ["chat_completions", "messages"],
): string {
  const model = env("LITELLM_MODEL");
  if (model) {
    return model.startsWith("litellm_proxy/")
      ? model
      : `litellm_proxy/${model}`;
  }
  throw new ModelError(
    `Cannot choose a model: neither --model-id nor LITELLM_MODEL is set. Models are\n${
      modelForms(apis).table
    }\nTo try it with no key, add --model-id demo`,
  );
}

/**
 * Finds out how to reach a model.
 *
 * @param id The model id, other than `demo`.
 * @param apis The wire formats that the runner speaks, the preferred first.
 * @param env Reads an environment variable.
 * @returns The endpoint.
 * @throws {ModelError} If the id has no known form, a variable is missing or
 * malformed, or the runner does not speak the model's format.
 */
export function resolveModel(
  id: string,
  apis: readonly WireApi[],
  env: (name: string) => string | undefined,
): ModelEndpoint {
  const slash = id.indexOf("/");
  const prefix = id.slice(0, Math.max(slash, 0));
  const name = id.slice(slash + 1);
  const route = Object.hasOwn(ROUTES, prefix) ? ROUTES[prefix] : undefined;
  if (route === undefined || name === "") {
    throw new ModelError(
      `Cannot use model "${id}": a model is ${
        modelForms(apis).sentence
      }; see --help`,
      id,
    );
  }
  const api = apis.find((api) => route.apis.includes(api));
  if (api === undefined) {
    throw new ModelError(
      `Cannot use model "${id}": it is served over ${
        route.apis.join(" and ")
      }, and this runner uses ${
        apis.join(" and ")
      }. A LiteLLM proxy serves both: --model-id litellm_proxy/<model>`,
      id,
    );
  }
  return {
    id,
    name,
    provider: providerName(id, api === "messages" ? "anthropic" : "openai"),
    api,
    ...urlOf(id, route, env),
    apiKey: keyOf(id, route.apiKey, env),
    variables: {
      apiKey: route.apiKey,
      ...(env(route.baseUrl) ? { baseUrl: route.baseUrl } : {}),
    },
    ...(route.callIds ? { callIds: true } : {}),
  };
}

function urlOf(
  id: string,
  route: Route,
  env: (name: string) => string | undefined,
): Pick<ModelEndpoint, "baseUrl" | "chatUrl" | "query"> {
  const address = route.vendorUrl === undefined
    ? required(id, route.baseUrl, env)
    : env(route.baseUrl) || route.vendorUrl;
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new ModelError(
      `Cannot use ${route.baseUrl}="${address}": it is not an http or https URL`,
      id,
    );
  }
  const query = Object.fromEntries(url.searchParams);
  url.search = "";
  url.hash = "";
  const base = url.href.replace(/(?<!\/)\/+$/, "");
  // A path is the person's own: to a bare host alone `/v1` is added.
  const hasPath = new URL(base).pathname !== "/";
  return {
    baseUrl: base.replace(/\/v1$/, ""),
    ...(hasPath && { chatUrl: base }),
    ...(Object.keys(query).length === 0 ? {} : { query }),
  };
}

/** A key that no request can carry would look like a host that is not there. */
function keyOf(
  id: string,
  name: string,
  env: (name: string) => string | undefined,
): string {
  const key = required(id, name, env);
  try {
    new Headers({ authorization: key });
    return key;
  } catch {
    throw new ModelError(
      `Cannot use ${name}: it has a character that no header can carry`,
      id,
    );
  }
}

function required(
  id: string,
  name: string,
  env: (name: string) => string | undefined,
): string {
  const value = env(name);
  if (value) return value;
  throw new ModelError(
    `Cannot use model "${id}": ${name} is not set. Set it, or try --model-id demo, which needs no key`,
    id,
  );
}

/**
 * The base URL for a client of chat completions.
 *
 * @param endpoint The model.
 * @returns The URL, without a final slash.
 */
export function chatBaseUrl(
  { baseUrl, chatUrl = `${baseUrl}/v1` }: ModelEndpoint,
): string {
  return chatUrl;
}
