import type { AttributeValue, Span } from "../../../turns/source/span.ts";
import { OWN_COLUMNS } from "./own_columns.ts";

/**
 * Reads a column of a span, as Honeycomb has it: a list is a text of JSON.
 *
 * @param span The span.
 * @param column The column's name.
 * @returns Its value; `undefined` where the span does not have it.
 */
export function cell(
  span: Span,
  column: string,
): string | number | boolean | undefined {
  const value: AttributeValue | undefined = Object.hasOwn(OWN_COLUMNS, column)
    ? OWN_COLUMNS[column]!.read(span)
    : span.attributes[column];
  return typeof value === "object" ? JSON.stringify(value) : value;
}
