import { type Context, trace } from "@opentelemetry/api";
import { activeContext } from "../../tracing/base/registry.ts";
import { w3cContext } from "../../tracing/base/w3c_context.ts";

/**
 * The context that a request's `_meta` names, on top of the active one; the
 * active one itself where it names none.
 *
 * `_meta` is in the W3C's form whatever propagators the server has, and a
 * server that registered a provider alone has none.
 */
export function callerContext(meta: unknown): Context {
  const active = activeContext();
  const caller = w3cContext(fields(meta), active);
  // Baggage alone names nobody.
  return trace.getSpan(caller) === trace.getSpan(active) ? active : caller;
}

function fields(meta: unknown): Record<string, string> {
  if (typeof meta !== "object" || meta === null) return {};
  return Object.fromEntries(
    Object.entries(meta).filter(([, value]) => typeof value === "string"),
  );
}
