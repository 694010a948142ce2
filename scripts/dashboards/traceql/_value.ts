import type { AttributeValue } from "../../../turns/source/span.ts";

/** A value of a query, with the type that TraceQL compares it by. */
export type Value =
  | { readonly type: "nil" }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "boolean"; readonly value: boolean }
  /** In seconds. */
  | { readonly type: "duration"; readonly value: number }
  | { readonly type: "status"; readonly value: string }
  | { readonly type: "kind"; readonly value: string }
  | { readonly type: "list"; readonly value: readonly Value[] };

/** No value. */
export const NIL: Value = { type: "nil" };

/** The value of an attribute. */
export function valueOf(value: AttributeValue | undefined): Value {
  switch (typeof value) {
    case "undefined":
      return NIL;
    case "string":
      return { type: "string", value };
    case "number":
      return { type: "number", value };
    case "boolean":
      return { type: "boolean", value };
    default:
      return { type: "list", value: value.map(valueOf) };
  }
}

/** The number in a value, in seconds where it is a duration. */
export function numberIn(value: Value): number | undefined {
  return value.type === "number" || value.type === "duration"
    ? value.value
    : undefined;
}

/** A value as a label of a series; none where there is none. */
export function labelOf(value: Value): string | undefined {
  if (value.type === "nil") return undefined;
  if (value.type !== "list") return `${value.value}`;
  return value.value.map(labelOf).join(", ");
}

/** A value as the cell of a table; none where there is none. */
export function cellOf(value: Value): AttributeValue | undefined {
  if (value.type === "nil") return undefined;
  if (value.type !== "list") return value.value;
  return value.value.map(cellOf).filter((item) => item !== undefined);
}
