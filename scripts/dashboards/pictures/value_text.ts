import { count, duration, size } from "../../../turns/draw/format.ts";
import type { AttributeValue } from "../../../turns/source/span.ts";

/**
 * Writes a value as a person reads it. Units are named as Grafana names them.
 *
 * @param value The value.
 * @param unit What it is, where it is no plain number.
 * @returns The text; an empty one where there is no value.
 */
export function valueText(
  value: AttributeValue | undefined,
  unit?: string,
): string {
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "number") {
    return value.map((item) => valueText(item, unit)).join(", ");
  }
  if (unit === "s") return value === 0 ? "0 s" : duration(value * 1000);
  if (unit === "ms") return value === 0 ? "0 ms" : duration(value);
  if (unit === "decbytes") return size(value);
  if (unit === "currencyUSD") return `$${value.toFixed(4)}`;
  return Number.isInteger(value) ? count(value) : value.toFixed(2);
}
