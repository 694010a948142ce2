import { isJson, type Json } from "../../../tracing/base/json.ts";

export { parseJson as parsed } from "../../../tracing/base/json.ts";

/** The objects among the items of an array; none of anything else. */
export function objectsIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** The object that a value is; an empty one where it is none. */
export function objectFrom(value: unknown): Json {
  return isJson(value) ? value : {};
}

/** The strings among the items of an array; none of anything else. */
export function stringsIn(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((item) => typeof item === "string")
    : [];
}

/** A string, or nothing. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The part of a JSON schema that a `$ref` names, as in `#/$defs/Step`. */
export function referenced(ref: string, root: Json): unknown {
  return ref.split("/").slice(1).reduce<unknown>(
    (part, name) => objectFrom(part)[name],
    root,
  );
}
