import type { Fault } from "./_fault.ts";
import type { OurSpan, SpanRole } from "./_our_spans.ts";
import {
  kindOf,
  type RecordedSpan,
  type SpanKindName,
} from "./recorded_span.ts";
import { compareTimes } from "./span_tree.ts";
import { show } from "./_values.ts";

/** Where each kind of span may be; `undefined` is the top of a trace. */
const PARENTS: Readonly<Record<SpanRole, readonly (SpanRole | undefined)[]>> = {
  "agent.run": [undefined],
  "agent.invoke": ["tool.call"],
  "agent.turn": ["agent.run", "agent.invoke"],
  "chat": ["agent.turn"],
  "tool.call": ["agent.turn"],
  "tools/list": ["agent.run"],
  "http": ["chat", "tool.call", "tools/list", "agent.run", "agent.invoke"],
};

/** A program may start a run, and send a request, wherever it is. */
const ANYWHERE: ReadonlySet<SpanRole> = new Set(["agent.run", "http"]);

/** How places are looked at. */
export interface PlaceOptions {
  /** Whether runs and requests have to be where our own agents have them. */
  readonly exact: boolean;
  /** Milliseconds by which a span may stand out of its parent. */
  readonly toleranceMs: number;
}

/** What is wrong with a span's kind and place, in the tree and in time. */
export function placeFaults(
  { span, role, parent, isOrphan }: OurSpan,
  { exact, toleranceMs }: PlaceOptions,
): Fault[] {
  const kind = kindIn(role, span);
  const allowed = PARENTS[role];
  const isPlaced = (!exact && (isOrphan || ANYWHERE.has(role))) ||
    allowed.includes(parent?.role);
  const model = span.attributes["gen_ai.request.model"];
  return [
    ...(role === "chat" && span.name !== `chat ${model}`
      ? [{
        rule: "name",
        expected: `${show(`chat ${model}`)} (by gen_ai.request.model)`,
        actual: show(span.name),
      }]
      : []),
    ...(kindOf(span) === kind
      ? []
      : [{ rule: "kind", expected: kind, actual: kindOf(span) }]),
    ...(isPlaced ? [] : [{
      rule: "parent",
      expected: allowed.map((name) => name ?? "none").join(" or "),
      actual: parent?.span.name ?? "none",
    }]),
    ...(parent === undefined ? [] : timeFaults(span, parent.span, toleranceMs)),
    ...(compareTimes(span.endTime, span.startTime) < 0
      ? [time("an end after its start", "one before it")]
      : []),
  ];
}

function kindIn(role: SpanRole, { attributes }: RecordedSpan): SpanKindName {
  if (role === "tool.call") {
    return attributes["tool.server"] === "local" ? "internal" : "client";
  }
  return role.startsWith("agent.") ? "internal" : "client";
}

function timeFaults(
  span: RecordedSpan,
  parent: RecordedSpan,
  toleranceMs: number,
): Fault[] {
  const early = compareTimes(parent.startTime, span.startTime);
  const late = compareTimes(span.endTime, parent.endTime);
  const { traceId } = parent.spanContext();
  return [
    ...(early > toleranceMs
      ? [time(`a start inside "${parent.name}"`, `one ${early} ms before it`)]
      : []),
    ...(late > toleranceMs
      ? [time(`an end inside "${parent.name}"`, `one ${late} ms after it`)]
      : []),
    ...(span.spanContext().traceId === traceId ? [] : [{
      rule: "trace",
      expected: `${traceId}, that of "${parent.name}"`,
      actual: span.spanContext().traceId,
    }]),
  ];
}

/** The turns of an agent are numbered from 1 and come one after the other. */
export function sequenceFaults(
  our: OurSpan,
  siblings: readonly OurSpan[],
  toleranceMs: number,
): Fault[] {
  if (our.role !== "agent.turn") return [];
  const turns = siblings.filter(({ role }) => role === "agent.turn");
  const place = turns.indexOf(our);
  const before = turns[place - 1]?.span;
  const index = our.span.attributes["turn.index"];
  // Of turns whose agent is not there, the first may be missing too.
  const due = before === undefined
    ? our.isOrphan ? index : 1
    : Number(before.attributes["turn.index"]) + 1;
  const overlap = before === undefined
    ? 0
    : compareTimes(before.endTime, our.span.startTime);
  return [
    ...(index === due ? [] : [{
      rule: "turn.index",
      expected: `${due} (turns count from 1 in each agent)`,
      actual: show(index),
    }]),
    ...(overlap > toleranceMs
      ? [time("a start after the turn before", `one ${overlap} ms too early`)]
      : []),
  ];
}

function time(expected: string, actual: string): Fault {
  return { rule: "time", expected, actual };
}
