import type { Attributes, AttributeValue } from "../base/otel.ts";

/** The first number that OTLP's 64-bit integers cannot hold. */
const TOO_LARGE = 2 ** 63;

/**
 * Makes a text well-formed: half of a surrogate pair, which strict readers of
 * JSON refuse, becomes U+FFFD. JavaScript may hand over what is no text.
 */
export function mendText(text: string): string {
  return typeof text === "string" ? text.toWellFormed() : String(text ?? "");
}

/**
 * Leaves out what OTLP cannot say, and makes each text well-formed: keys too.
 *
 * Of a list only the items are left out that cannot be said. NaN, infinities
 * and whole numbers of more than 64 bits cannot: a strict collector refuses
 * the batch that they are in.
 *
 * @returns The attributes themselves where nothing is to be mended.
 */
export function mendAttributes(attributes: Attributes): Attributes {
  for (const key in attributes) {
    const value = attributes[key];
    const fine = value != null && mendText(key) === key &&
      mendValue(value) === value;
    if (!fine) return mendedCopy(attributes);
  }
  return attributes;
}

function mendedCopy(attributes: Attributes): Attributes {
  const mended: Attributes = {};
  for (const [key, value] of Object.entries(attributes)) {
    const said = value == null ? undefined : mendValue(value);
    if (said !== undefined) mended[mendText(key)] = said;
  }
  return mended;
}

/** The value itself where it is fine; `undefined` where it cannot be said. */
function mendValue(value: AttributeValue): AttributeValue | undefined {
  if (typeof value === "string") return mendText(value);
  if (typeof value === "number") {
    return Math.abs(value) < TOO_LARGE ? value : undefined;
  }
  if (!Array.isArray(value)) return value;
  if (value.every((item) => item == null || mendValue(item) === item)) {
    return value;
  }
  // An item that is missing stays: OTLP has a word for it.
  return value.map((item) => item == null ? null : mendValue(item))
    .filter((item) => item !== undefined) as AttributeValue;
}
