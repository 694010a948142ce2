/** The fields of a value that may be anything: none, where it has none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "function" ||
      typeof value === "object" && value !== null
    ? value as Record<string, unknown>
    : {};
}

/** The value where it is a text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
