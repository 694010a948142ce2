import { isJson, type Json } from "../../../../tracing/base/json.ts";

/** Says what is wrong, or nothing. */
export type Fault = string | false | undefined;

/** The faults that there are. */
export function faultsOf(...found: readonly (Fault | readonly Fault[])[]) {
  return found.flat().filter((one) => typeof one === "string");
}

/** Objects of a list, and a fault where it is no list or too long. */
export function list(
  holder: Json,
  name: string,
  most: number,
): { items: readonly unknown[]; fault: Fault } {
  const value = holder[name];
  if (value === undefined) return { items: [], fault: undefined };
  if (!Array.isArray(value)) return { items: [], fault: `${name}: no list` };
  return {
    items: value,
    fault: value.length > most && `${name}: more than ${most}`,
  };
}

/** A fault where a text is missing, empty or too long. */
export function text(
  holder: Json,
  name: string,
  { least = 0, most }: { least?: number; most: number },
): Fault {
  const value = holder[name];
  if (value === undefined && least === 0) return;
  if (typeof value !== "string") return `${name}: no text`;
  // Whether Honeycomb counts bytes or characters is not documented: the larger.
  const length = new TextEncoder().encode(value).length;
  if (length < least) return `${name}: empty`;
  return length > most && `${name}: longer than ${most}`;
}

/** A fault where a number is not whole, or outside of its limits. */
export function whole(
  holder: Json,
  name: string,
  least: number,
  most = Infinity,
): Fault {
  const value = holder[name];
  if (value === undefined) return;
  if (!Number.isInteger(value)) return `${name}: no whole number`;
  const number = Number(value);
  return (number < least || number > most) &&
    `${name}: not from ${least} to ${most}`;
}

/** A fault where a value is none of those that there are. */
export function oneOf(
  holder: Json,
  name: string,
  values: readonly unknown[],
): Fault {
  const value = holder[name];
  return value !== undefined && !values.includes(value) &&
    `${name}: "${value}" is none of ${values.join(" ")}`;
}

/** A fault a member that is not documented: a typing error would be ignored. */
export function unknown(holder: Json, known: readonly string[]): Fault[] {
  return Object.keys(holder).filter((name) => !known.includes(name))
    .map((name) => `${name}: not documented`);
}

/** The members of an object, and of none where it is no object. */
export const members = (value: unknown): Json => isJson(value) ? value : {};
