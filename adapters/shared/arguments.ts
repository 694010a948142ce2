import { fieldsOf } from "./fields.ts";

/** The arguments of a call; `undefined` where they are no JSON object. */
export function objectOf(
  input: unknown,
): Readonly<Record<string, unknown>> | undefined {
  const value = typeof input === "string" ? parsed(input) : input;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? fieldsOf(value)
    : undefined;
}

/** The same for a record of the call: what is no object is in one. */
export function argumentsOf(
  input: unknown,
): Readonly<Record<string, unknown>> {
  return objectOf(input) ?? (input === undefined ? {} : { arguments: input });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return undefined;
  }
}
