/** A JSON object whose members are not known yet. */
export type Json = Readonly<Record<string, unknown>>;

/** Tells whether a value is a JSON object. */
export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Parses a JSON text that may be none.
 *
 * @param text The text.
 * @returns Its value; `undefined` where it is no JSON.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
