/** Whether a value is as expected: equal, or taken by a matcher. */
export function fits(actual: unknown, expected: unknown): boolean {
  if (typeof expected === "function") return Boolean(expected(actual));
  // As JSON alone, `NaN` would be `null`.
  return typeof actual === "object" && typeof expected === "object"
    ? JSON.stringify(actual) === JSON.stringify(expected)
    : Object.is(actual, expected);
}

/** A value, or a matcher's name, as a message shows it. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function") return value.name || String(value);
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}
