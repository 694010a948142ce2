import { fieldsOf, textOf } from "../shared/fields.ts";

/** The id of LangGraph's thread, which a program may have as a number. */
export function threadOf(config: unknown): string | undefined {
  const { thread_id: id } = fieldsOf(fieldsOf(config).configurable);
  return typeof id === "number" ? `${id}` : textOf(id);
}
