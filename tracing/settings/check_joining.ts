import { propagation, ROOT_CONTEXT, trace } from "../base/api.ts";
import { env } from "../base/env.ts";
import { w3cContext } from "../base/w3c_context.ts";
import { cannotUse } from "../privacy/warn.ts";

const LIST = "it is not name=value,name=value";

/**
 * Says which of the variables that name the trace to join means nothing: a run
 * that then begins a trace of its own would be missed in the other one.
 */
export function checkJoining(): void {
  const traceparent = env("TRACEPARENT");
  const tracestate = env("TRACESTATE");
  const baggage = env("BAGGAGE");
  const context = w3cContext(
    { traceparent, tracestate, baggage },
    ROOT_CONTEXT,
  );
  const parent = trace.getSpanContext(context);
  if (traceparent?.trim() && parent === undefined) {
    const form = "00-<32 hex digits>-<16 hex digits>-<2 hex digits>";
    const reason = `it is not ${form}, in small letters and not all 0`;
    cannotUse("TRACEPARENT", traceparent, reason);
  }
  if (tracestate?.trim() && parent?.traceState?.serialize() === "") {
    cannotUse("TRACESTATE", tracestate, LIST);
  }
  // What travels along may be somebody's secret.
  if (baggage?.trim() && propagation.getBaggage(context) === undefined) {
    cannotUse("BAGGAGE", undefined, LIST);
  }
}
