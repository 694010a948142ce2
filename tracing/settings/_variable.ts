import { env } from "../base/env.ts";
import { cannotUse } from "../privacy/warn.ts";

/** What a number must be. */
export interface NumberBounds {
  /** The smallest that is allowed. */
  readonly min: number;
  /** The largest that is allowed. */
  readonly max?: number;
  /** Whether only whole numbers are allowed. */
  readonly whole?: boolean;
}

/** The largest delay that a timer can have. */
export const MAX_DELAY = 2 ** 31 - 1;

/**
 * Names the variable of an OTLP setting.
 *
 * @param setting The end of the name, such as `TIMEOUT`.
 * @returns The variable for traces where it is set, else the general one.
 */
export function otlpVariable(setting: string): string {
  const traces = `OTEL_EXPORTER_OTLP_TRACES_${setting}`;
  return env(traces) === undefined ? `OTEL_EXPORTER_OTLP_${setting}` : traces;
}

/**
 * Reads a variable that holds names, one or a list with commas.
 *
 * @param name The variable.
 * @returns The names, in lower case; `undefined` where there is none, of which
 * it warns if the variable has a value.
 */
export function readNames(name: string): string[] | undefined {
  const text = env(name);
  const names = text?.split(",").map((part) => part.trim().toLowerCase())
    .filter((part) => part !== "");
  if (names?.length !== 0) return names;
  if (text?.trim() !== "") cannotUse(name, text, "it names nothing");
  return undefined;
}

/**
 * Reads a variable that holds a number, and says so where it does not.
 *
 * @param name The variable.
 * @param bounds What it must be.
 * @returns The number, or `undefined` where it is not set or cannot be used.
 */
export function readNumber(
  name: string,
  bounds: NumberBounds,
): number | undefined {
  const text = env(name);
  if (text === undefined || text.trim() === "") return undefined;
  const { min, max = Number.MAX_SAFE_INTEGER, whole = true } = bounds;
  const value = Number(text);
  const fits = value >= min && value <= max &&
    (!whole || Number.isInteger(value));
  if (fits) return value;
  const kind = whole ? "whole number" : "number";
  const range = bounds.max === undefined
    ? `from ${min}`
    : `from ${min} to ${max}`;
  cannotUse(name, text, `it is not a ${kind} ${range}`);
  return undefined;
}
