import { env } from "../base/env.ts";
import { cannotUse } from "../privacy/warn.ts";

/** The propagators that exist here. */
export type PropagatorName = "tracecontext" | "baggage";

/** Reads `OTEL_PROPAGATORS`. */
export function readPropagators(): PropagatorName[] {
  const variable = "OTEL_PROPAGATORS";
  const value = env(variable) ?? "tracecontext,baggage";
  const names = new Set(
    value.split(",").map((name) => name.trim().toLowerCase()),
  );
  names.delete("");
  const none = names.delete("none");
  const known = [...names].filter((name) =>
    name === "tracecontext" || name === "baggage"
  );
  if (known.length < names.size) {
    cannotUse(variable, value, "only tracecontext, baggage and none are known");
  } else if (none && names.size > 0) {
    cannotUse(variable, value, "none allows no other; nothing is propagated");
  }
  return none ? [] : known;
}
