import { show } from "./_values.ts";

/** What a backend takes the values of an attribute for. */
export type AttributeKind =
  | "string"
  | "int"
  | "double"
  | "boolean"
  | "string[]"
  | "int[]";

/** The type that an attribute has. */
export interface ValueType {
  /** Its name, for somebody who never read the contract. */
  readonly name: string;
  /** Its type on the page of the spans. */
  readonly kind: AttributeKind;
  /** Tells whether a value is of it. */
  readonly has: (value: unknown) => boolean;
}

const isCount = (value: unknown) =>
  Number.isInteger(value) && Number(value) >= 0;

/** Text. */
export const string: ValueType = {
  name: "a text that is not empty",
  kind: "string",
  has: (value) => typeof value === "string" && value !== "",
};
/** A whole number. */
export const int: ValueType = {
  name: "a whole number",
  kind: "int",
  has: Number.isInteger,
};
/** A whole number that counts. */
export const count: ValueType = {
  name: "a whole number, 0 or more",
  kind: "int",
  has: isCount,
};
/** A number. */
export const double: ValueType = {
  name: "a number",
  kind: "double",
  has: (value) => typeof value === "number",
};
/** A boolean. */
export const bool: ValueType = {
  name: "true or false",
  kind: "boolean",
  has: (value) => typeof value === "boolean",
};
/** Texts. */
export const strings: ValueType = {
  name: "a list of texts",
  kind: "string[]",
  has: (value) =>
    Array.isArray(value) && value.every((one) => typeof one === "string"),
};
/** Whole numbers that count. */
export const counts: ValueType = {
  name: "a list of whole numbers",
  kind: "int[]",
  has: (value) => Array.isArray(value) && value.every(isCount),
};
/** JSON in a text. */
export const json: ValueType = { name: "JSON", kind: "string", has: isJson };

/** One of a few values. */
export const is = (
  ...choices: readonly string[] | readonly true[]
): ValueType => ({
  name: choices.map(show).join(" or "),
  kind: choices[0] === true ? "boolean" : "string",
  has: (value) => choices.some((choice) => choice === value),
});

function isJson(value: unknown): boolean {
  try {
    JSON.parse(String(value));
    return true;
  } catch {
    return false;
  }
}
