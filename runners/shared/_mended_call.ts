import { isJson, type Json, parseJson } from "../../tracing/base/json.ts";
import { withMembers } from "./_with_members.ts";

/** Gives each tool call of a run an id of its own. */
export class CallIds {
  readonly #used = new Set<string>();

  /**
   * Takes the id that a model gave to a call.
   *
   * @returns The id; another where there is none, or where an earlier call has
   * it: by their ids alone a result finds its call.
   */
  take(given: unknown): string {
    const known = typeof given === "number" ? `${given}` : given;
    const id = typeof known === "string" && known.trim() !== "" &&
        !this.#used.has(known)
      ? known
      : `call_${crypto.randomUUID().replaceAll("-", "")}`;
    this.#used.add(id);
    return id;
  }
}

/** Mends a tool call of a chat completion; one that needs none is the same object. */
export function mendedCall(call: Json, ids: CallIds): Json {
  const { function: inner, custom, type, id, name, arguments: given } = call;
  if (isJson(custom) && !isJson(inner)) {
    return withMembers(call, { id: ids.take(id), type: type ?? "custom" });
  }
  const asked = isJson(inner) ? inner : { name, arguments: given };
  return withMembers(call, {
    id: ids.take(id),
    type: "function",
    function: withMembers(asked, {
      arguments: argumentsText(asked.arguments),
    }),
    // Some gateways leave out the object around them.
    ...(!isJson(inner) && { name: undefined, arguments: undefined }),
  });
}

/** Mends a `tool_use` block of a message. */
export function mendedToolUse(block: Json, ids: CallIds): Json {
  return withMembers(block, {
    id: ids.take(block.id),
    input: argumentsObject(block.input),
  });
}

/** Arguments as a JSON text; what is no object by any reading stays as it is. */
function argumentsText(given: unknown): unknown {
  if (typeof given === "string" && isJson(parseJson(given))) return given;
  const read = argumentsObject(given);
  return isJson(read) ? JSON.stringify(read) : given;
}

/** Arguments as an object: nothing is none, and a text is what it says. */
function argumentsObject(given: unknown): unknown {
  if (given === undefined || given === null) return {};
  if (typeof given !== "string") return given;
  // A byte order mark is white space.
  const text = given.trim();
  if (text === "") return {};
  const read = parseJson(text);
  // Some gateways write the text of a text.
  const inner = typeof read === "string"
    ? parseJson(read.trim() || "{}")
    : read;
  return isJson(inner) ? inner : given;
}
