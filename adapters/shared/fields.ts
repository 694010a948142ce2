/** The fields of a value that may be anything, a class too: none, where it has none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  const has = typeof value === "object" || typeof value === "function";
  return has && value !== null ? value as Record<string, unknown> : {};
}

/** The value where it is a text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The value where it is a list, else an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
