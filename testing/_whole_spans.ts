import { insideOf, type OurSpan, type SpanRole } from "./_our_spans.ts";

/**
 * What lacks something, where a span around one of these is missing: around a
 * chat that is a turn, for example, and that turn is missing in its run.
 */
const LACKING: Readonly<Record<SpanRole, readonly SpanRole[]>> = {
  "agent.run": [],
  "tools/list": [],
  "agent.turn": ["agent.run", "agent.invoke"],
  "chat": ["agent.run", "agent.invoke"],
  "tool.call": ["agent.run", "agent.invoke"],
  "agent.invoke": ["agent.run", "agent.invoke", "agent.turn"],
  "http": ["agent.run", "agent.invoke", "agent.turn"],
};

/**
 * Finds out which spans have all that was inside them: those of a run that is
 * not over, or of a part of a trace, do not.
 *
 * @returns Tells it of a span.
 */
export function wholeSpans(
  ours: readonly OurSpan[],
): (our: OurSpan) => boolean {
  const lacking = new Set(
    ours.flatMap(({ span, role, isOrphan }) =>
      isOrphan && !span.parentSpanContext?.isRemote
        ? LACKING[role].map((lacks) => `${span.spanContext().traceId} ${lacks}`)
        : []
    ),
  );
  return (our) =>
    !lacking.has(`${our.span.spanContext().traceId} ${our.role}`) &&
    holdsAny(our);
}

/** Whether any of what is summed up is inside: or else it was left out. */
function holdsAny(our: OurSpan): boolean {
  if (our.role === "agent.run" || our.role === "agent.invoke") {
    return insideOf(our).some(({ role }) => role === "agent.turn");
  }
  return our.children.length > 0;
}
