import { isJson, type Json, parseJson } from "../../tracing/base/json.ts";

/** The arguments of a call; `undefined` where they are no JSON object. */
export function objectOf(input: unknown): Json | undefined {
  const value = typeof input === "string" ? parseJson(input || "{}") : input;
  return isJson(value) ? value : undefined;
}

/** The same for a record of the call: what is no object is put into one. */
export function argumentsOf(input: unknown): Json {
  return objectOf(input) ?? (input === undefined ? {} : { arguments: input });
}
