import { isJson, type Json } from "../base/json.ts";
import type { EnclosingTool } from "./_enclosing.ts";
import type { RequestedToolCall } from "../prompt/wire/model_response.ts";

/**
 * Finds the calls that a model asked for and nobody ran: a call and a tool
 * belong together by id, else by name where either has no id.
 */
export function callsNotRun(
  requested: readonly RequestedToolCall[],
  tools: readonly EnclosingTool[],
): RequestedToolCall[] {
  const calls = [...requested];
  const remove = (matches: (call: RequestedToolCall) => boolean): boolean => {
    const index = calls.findIndex(matches);
    if (index >= 0) calls.splice(index, 1);
    return index >= 0;
  };
  const withoutCall = tools.filter(({ callId }) =>
    callId === undefined || !remove(({ id }) => id === callId)
  );
  for (const { callId, names } of withoutCall) {
    remove(({ id, name }) =>
      (id === undefined || callId === undefined) && names.includes(name)
    );
  }
  return calls;
}

/** The arguments of a requested call as an object, as far as they are one. */
export function argumentsOf(input: unknown): Json {
  if (typeof input === "string" && input !== "") {
    try {
      return argumentsOf(JSON.parse(input));
    } catch {
      return { input };
    }
  }
  if (isJson(input)) return input;
  return input === undefined || input === null || input === "" ? {} : { input };
}
