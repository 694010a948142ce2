import { duration } from "../../../turns/draw/format.ts";
import { type Span, text } from "../../../turns/source/span.ts";
import type { Drawing } from "./drawing.ts";
import { element } from "./element.ts";
import { label } from "./label.ts";

interface Placed {
  readonly span: Span;
  readonly depth: number;
}

const ROW = 19;
const INDENT = 14;
/** A span of no time at all is still seen. */
const THINNEST = 1.5;

/** Colours of spans by their names; the others have a soft one. */
const COLOURS: Readonly<Record<string, string>> = {
  "agent.run": "c0",
  "agent.invoke": "c0",
  "agent.turn": "c0",
  "tool.call": "c2",
};

/**
 * Draws the spans of one trace: each below its parent, in the order in which
 * they began, with the time that it took.
 *
 * @param spans The spans of the trace.
 * @param width The room that there is.
 * @returns A line a span.
 */
export function drawTrace(spans: readonly Span[], width: number): Drawing {
  const placed = inOrder(spans);
  const start = Math.min(...spans.map(({ startMs }) => startMs));
  const end = Math.max(...spans.map(({ endMs }) => endMs));
  const names = width * 0.44;
  const room = width - names - 62;
  const body = placed.map(({ span, depth }, index) => {
    const y = index * ROW;
    const from = room * (span.startMs - start) / Math.max(1, end - start);
    const long = room * (span.endMs - span.startMs) / Math.max(1, end - start);
    return [
      label(nameOf(span), {
        x: depth * INDENT,
        y: y + 13,
        style: depth === 0 ? "strong" : "value",
        width: names - depth * INDENT - 10,
      }),
      element("rect", {
        class: COLOURS[span.name] ?? "c5",
        x: names + from,
        y: y + 4,
        width: Math.max(THINNEST, long),
        height: ROW - 8,
        rx: 1.5,
      }),
      label(duration(span.endMs - span.startMs), {
        x: width,
        y: y + 13,
        style: "note",
        width: 60,
        anchor: "end",
      }),
    ].join("");
  });
  return { height: placed.length * ROW, body: body.join("\n") };
}

function inOrder(spans: readonly Span[]): Placed[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const children = Map.groupBy(
    spans,
    ({ parentSpanId = "" }) => known.has(parentSpanId) ? parentSpanId : "",
  );
  const below = (parent: string, depth: number): Placed[] =>
    (children.get(parent) ?? [])
      .toSorted((a, b) =>
        a.startMs - b.startMs || (a.spanId < b.spanId ? -1 : 1)
      )
      .flatMap((span) => [{ span, depth }, ...below(span.spanId, depth + 1)]);
  return below("", 0);
}

/** The span's name, and which of its kind it is. */
function nameOf(span: Span): string {
  const index = span.attributes["turn.index"];
  if (span.name === "agent.turn") return `agent.turn ${index ?? ""}`.trimEnd();
  const tool = text(span, "tool.name");
  if (tool !== undefined) {
    const server = text(span, "tool.server");
    return `tool.call ${server === undefined ? tool : `${server}/${tool}`}`;
  }
  const agent = text(span, "gen_ai.agent.name");
  return span.name === "agent.run" || span.name === "agent.invoke"
    ? `${span.name} ${agent ?? ""}`.trimEnd()
    : span.name;
}
