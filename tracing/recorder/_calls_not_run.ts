import { isJson, type Json } from "../base/json.ts";
import type { EnclosingTool } from "./_enclosing.ts";
import type { RequestedToolCall } from "../prompt/wire/model_response.ts";

/**
 * Finds the calls that a model asked for and nobody ran: a call and a tool
 * belong together by id, else by name where either has no id.
 */
export function callsNotRun(
  requested: readonly RequestedToolCall[],
  tools: readonly Pick<EnclosingTool, "callId" | "names">[],
): RequestedToolCall[] {
  if (requested.length === 0 || areAllRun(requested, tools)) return [];
  const left = new Set(requested.keys());
  const byId = placesBy(requested, ({ id }) => id);
  const callsAt = (places: Iterable<number>) =>
    Array.from(places, (place) => requested[place]!);
  const first = (places: number[] = []): number => {
    while (places.length > 0 && !left.has(places.at(-1)!)) places.pop();
    return places.at(-1) ?? Infinity;
  };
  const withoutCall = tools.filter(({ callId }) =>
    callId === undefined || !left.delete(first(byId.get(callId)))
  );
  if (left.size === 0 || withoutCall.length === 0) return callsAt(left);
  const byName = placesBy(requested, ({ name }) => name);
  const byNameAlone = placesBy(
    requested,
    ({ id, name }) => id === undefined ? name : undefined,
  );
  for (const { callId, names } of withoutCall) {
    const places = callId === undefined ? byName : byNameAlone;
    left.delete(Math.min(...names.map((name) => first(places.get(name)))));
  }
  return callsAt(left);
}

/** Nearly always: each call has its tool, in the same order. */
function areAllRun(
  requested: readonly RequestedToolCall[],
  tools: readonly Pick<EnclosingTool, "callId">[],
): boolean {
  return requested.length === tools.length &&
    requested.every(({ id }, place) =>
      id !== undefined && id === tools[place]!.callId
    );
}

/** The places of calls by a key of theirs, the first of each key at the end. */
function placesBy(
  calls: readonly RequestedToolCall[],
  keyOf: (call: RequestedToolCall) => string | undefined,
): Map<string | undefined, number[]> {
  const places = Map.groupBy(calls.keys(), (place) => keyOf(calls[place]!));
  for (const group of places.values()) group.reverse();
  return places;
}

/** The failure of a call that nobody ran. */
export function whyNotRun(
  isCancelled: boolean,
): { readonly error: string; readonly type: string } {
  return isCancelled
    ? {
      error: "The run was cancelled before this call began",
      type: "cancelled",
    }
    : {
      error: "The model asked for this call and nobody ran it",
      type: "not_run",
    };
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
