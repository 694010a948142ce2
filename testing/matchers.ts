/** Tells whether an attribute's value will do. Its name is shown when not. */
export type AttributeMatcher = (value: unknown) => boolean;

/**
 * Takes any whole number.
 *
 * @param value The attribute's value.
 * @returns Whether it is one.
 */
export function anyInt(value: unknown): boolean {
  return Number.isInteger(value);
}

/**
 * Takes any finite number.
 *
 * @param value The attribute's value.
 * @returns Whether it is one.
 */
export function anyNumber(value: unknown): boolean {
  return Number.isFinite(value);
}

/**
 * Takes any string but the empty one.
 *
 * @param value The attribute's value.
 * @returns Whether it is one.
 */
export function anyString(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
