import type { Json } from "../../tracing/base/json.ts";

/** The fields of a value that may be anything, a class too: none, where it has none. */
export function fieldsOf(value: unknown): Json {
  const has = typeof value === "object" || typeof value === "function";
  return has && value !== null ? value as Json : {};
}

/** The value where it is a text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The value where it is a list, else an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value where it is a signal, of whichever class. */
export function signalOf(value: unknown): AbortSignal | undefined {
  return typeof fieldsOf(value).addEventListener === "function"
    ? value as AbortSignal
    : undefined;
}

/** The members that have a value; those that are `undefined` are left out. */
export function defined<T extends object>(
  members: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const known: ReturnType<typeof defined<T>> = {};
  for (const name in members) {
    const value = members[name];
    if (value !== undefined) known[name] = value as typeof known[typeof name];
  }
  return known;
}
