import { isJson, type Json } from "../../tracing/base/json.ts";

/** The objects of a list that the API answered with. */
export function listOf(answer: unknown): Json[] {
  return Array.isArray(answer) ? answer.filter(isJson) : [];
}
