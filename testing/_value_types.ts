import { show } from "./_values.ts";

/** The type that an attribute has. */
export interface ValueType {
  /** Its name, for somebody who never read the contract. */
  readonly name: string;
  /** Tells whether a value is of it. */
  readonly has: (value: unknown) => boolean;
}

const isCount = (value: unknown) =>
  Number.isInteger(value) && Number(value) >= 0;

/** Text. */
export const string: ValueType = {
  name: "a text that is not empty",
  has: (value) => typeof value === "string" && value !== "",
};
/** A whole number. */
export const int: ValueType = { name: "a whole number", has: Number.isInteger };
/** A whole number that counts. */
export const count: ValueType = {
  name: "a whole number, 0 or more",
  has: isCount,
};
/** A number. */
export const double: ValueType = {
  name: "a number",
  has: (value) => typeof value === "number",
};
/** A boolean. */
export const bool: ValueType = {
  name: "true or false",
  has: (value) => typeof value === "boolean",
};
/** Texts. */
export const strings: ValueType = {
  name: "a list of texts",
  has: (value) =>
    Array.isArray(value) && value.every((one) => typeof one === "string"),
};
/** Whole numbers that count. */
export const counts: ValueType = {
  name: "a list of whole numbers",
  has: (value) => Array.isArray(value) && value.every(isCount),
};
/** JSON in a text. */
export const json: ValueType = { name: "JSON", has: isJson };

/** One of a few values. */
export const is = (...choices: readonly unknown[]): ValueType => ({
  name: choices.map(show).join(" or "),
  has: (value) => choices.includes(value),
});

function isJson(value: unknown): boolean {
  try {
    JSON.parse(String(value));
    return true;
  } catch {
    return false;
  }
}
