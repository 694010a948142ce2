import { providerName } from "../../tracing/recorder/provider_name.ts";
import { fieldsOf, textOf } from "../shared/fields.ts";
import type { ImageApi } from "../shared/image_block.ts";

/** The name of a model that has none. */
export const UNNAMED_MODEL = "unknown";

/** A model's name as it goes over the wire, where it is known. */
export function modelName(model: unknown): string | undefined {
  if (typeof model === "string") return split(model).name;
  const { model: name, modelName, modelId, _defaultConfig } = fieldsOf(
    boundIn(model),
  );
  // The last is that of a model that is made when it is called.
  return textOf(name) ?? textOf(modelName) ?? textOf(modelId) ??
    textOf(fieldsOf(_defaultConfig).model);
}

/** How often a model is given settings and wrapped by that, at most. */
const MAX_BINDINGS = 8;

/** The model itself: `withConfig`, `withRetry` and their kin wrap it. */
export function boundIn(model: unknown): unknown {
  let inner = model;
  for (let depth = 0; depth < MAX_BINDINGS; depth++) {
    const { bound, runnable } = fieldsOf(inner);
    const next = bound ?? runnable;
    if (typeof next !== "object" || next === null) break;
    inner = next;
  }
  return inner;
}

/** Who serves a model: by its name, or for an alias by the API it is called with. */
export function modelProvider(model: unknown): string {
  const { _llmType, _defaultConfig } = fieldsOf(boundIn(model));
  const api = typeof model === "string"
    ? split(model).prefix
    : typeof _llmType === "function"
    ? _llmType.call(boundIn(model))
    : fieldsOf(_defaultConfig).modelProvider;
  return providerName(
    modelName(model) ?? UNNAMED_MODEL,
    api === "anthropic" ? "anthropic" : "openai",
  );
}

/** Splits `anthropic:claude-sonnet-5`, the framework's form of vendor and model. */
function split(model: string): { prefix?: string; name: string } {
  const [, prefix, name] = /^([a-z_-]+):(.+)$/.exec(model) ?? [];
  return prefix === undefined || name === undefined
    ? { name: model }
    : { prefix, name };
}

/**
 * The wire format of a model's that takes images in results; `undefined` for
 * another, and for a model of which it is not known.
 */
export function imageApi(model: unknown): ImageApi | undefined {
  const { _llmType, _useResponsesApi } = fieldsOf(model);
  if (typeof _llmType !== "function") return undefined;
  if (_llmType.call(model) === "anthropic") return "messages";
  return typeof _useResponsesApi === "function" &&
      _useResponsesApi.call(model) === true
    ? "responses"
    : undefined;
}
