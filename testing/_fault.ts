import { show } from "./_values.ts";

/** A rule of the contract that a span breaks. */
export interface Fault {
  /** The rule: an attribute's name, or what is looked at. */
  readonly rule: string;
  /** What should be. */
  readonly expected: string;
  /** What is. */
  readonly actual: string;
}

/**
 * Compares attributes with what they have to be.
 *
 * @param attributes The span's attributes.
 * @param expected Their values; `undefined` for one that must not be there.
 * @param why Where the values come from.
 * @returns A fault for each that differs.
 */
export function valueFaults(
  attributes: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
  why: string,
): Fault[] {
  return Object.entries(expected).flatMap(([rule, value]) =>
    attributes[rule] === value ? [] : [{
      rule,
      expected: `${show(value)} (${why})`,
      actual: show(attributes[rule]),
    }]
  );
}
