import { HEADINGS } from "../headings.ts";

/** What else stands in a column: attributes that Grafana has no column of, and other names. */
const OTHERS: Readonly<Record<string, string>> = {
  "COUNT": "Count",
  "duration_ms": "Time",
  "gen_ai.request.model": "Model",
  "link": "Link",
  "litellm.cost.total": "Cost",
  "service": "Service",
  "trace.span_id": "Span",
  "trace.trace_id": "Trace",
};

/** A calculation of a query, such as `MAX(turn.index)`. */
const CALCULATION = /^[A-Z0-9_]+\((.+)\)$/;

/**
 * Says in a word or two what an attribute, or a calculation of one, is.
 *
 * @param name The attribute or calculation.
 * @returns What stands above its column; the attribute itself where nothing
 * shorter is known.
 */
export function heading(name: string): string {
  const attribute = CALCULATION.exec(name)?.[1] ?? name;
  return HEADINGS[attribute] ?? OTHERS[attribute] ?? attribute;
}
