import { fieldsOf } from "../shared/fields.ts";

/**
 * Whether an error says that somebody gave up. By name: the classes are those
 * of the user's versions.
 */
export function isAbort(error: unknown): boolean {
  const { name, constructor } = fieldsOf(error);
  return name === "AbortError" ||
    fieldsOf(constructor).name === "APIUserAbortError";
}
