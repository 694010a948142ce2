import metadata from "../deno.json" with { type: "json" };
import { kindOf, type RecordedSpan } from "./recorded_span.ts";
import { placesIn } from "./_places_in.ts";
import { spanForest, type SpanNode } from "./span_tree.ts";

/** The kinds of span that the contract has, by name. */
export type SpanRole =
  | "agent.run"
  | "agent.invoke"
  | "agent.turn"
  | "chat"
  | "tool.call"
  | "tools/list"
  | "http";

/** A span of ours, in the tree of those alone. */
export interface OurSpan {
  readonly span: RecordedSpan;
  /** Which kind of span it is. */
  readonly role: SpanRole;
  /** The nearest span of ours around it. */
  readonly parent: OurSpan | undefined;
  /** Whether a span around it is missing, so that its parent is not known. */
  readonly isOrphan: boolean;
  /** The nearest spans of ours inside, in order of start. */
  readonly children: readonly OurSpan[];
}

/** A span that is none of ours. */
export interface OtherSpan {
  readonly span: RecordedSpan;
  /** The nearest span of ours around it. */
  readonly parent: OurSpan | undefined;
}

/** What is among some spans. */
export interface OurSpans {
  /** Ours, each before those inside it. */
  readonly ours: readonly OurSpan[];
  /** A proxy's, a server's, or the program's own. */
  readonly others: readonly OtherSpan[];
}

const NAMES: ReadonlySet<string> = new Set<SpanRole>([
  "agent.run",
  "agent.invoke",
  "agent.turn",
  "tool.call",
  "tools/list",
]);

const HTTP_METHOD =
  /^(CONNECT|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|QUERY|TRACE|HTTP)$/;

/**
 * Finds the spans that this package made, whatever else is in the trace: a
 * proxy's, a server's, or the program's own.
 */
export function ourSpans(spans: readonly RecordedSpan[]): OurSpans {
  const ours: OurSpan[] = [];
  const others: OtherSpan[] = [];
  const above = new Map<SpanNode, OurSpan & { children: OurSpan[] }>();
  for (const root of spanForest(spans)) {
    const isLost = root.span.parentSpanContext !== undefined;
    for (const { node, parent: around } of placesIn(root)) {
      const parent = around && above.get(around);
      const { span } = node;
      const role = roleOf(span.name);
      if (role === undefined || !isOurs(span, role, parent?.role)) {
        others.push({ span, parent });
        if (parent !== undefined) above.set(node, parent);
        continue;
      }
      const isOrphan = parent === undefined && isLost;
      const our = { span, role, parent, isOrphan, children: [] };
      above.set(node, our);
      parent?.children.push(our);
      ours.push(our);
    }
  }
  return { ours, others };
}

/** Lists the spans of ours inside a run or an agent, not those of other runs. */
export function insideOf({ children }: OurSpan): OurSpan[] {
  const found: OurSpan[] = [];
  const waiting = children.toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.role === "agent.run") continue;
    found.push(next);
    for (const child of next.children.toReversed()) waiting.push(child);
  }
  return found;
}

/**
 * Writes where a span is: the names from the top, with a number where siblings
 * have the same name.
 */
export function pathOf(
  our: OurSpan,
  siblingsOf: (our: OurSpan) => readonly OurSpan[],
): string {
  const names: string[] = [];
  for (let one: OurSpan | undefined = our; one; one = one.parent) {
    const { name } = one.span;
    const same = siblingsOf(one).filter(({ span }) => span.name === name);
    names.push(same.length > 1 ? `${name}[${same.indexOf(one) + 1}]` : name);
  }
  return names.reverse().join(" > ");
}

/** Which kind of span has a name; `undefined` for one of none. */
export function roleOf(name: string): SpanRole | undefined {
  if (HTTP_METHOD.test(name)) return "http";
  if (name.startsWith("chat ")) return "chat";
  return NAMES.has(name) ? name as SpanRole : undefined;
}

/**
 * Whether a span with a name of ours is ours: its scope says so, or else what
 * it looks like. (A program's own spans may be in our scope too.)
 */
function isOurs(
  span: RecordedSpan,
  role: SpanRole,
  around: SpanRole | undefined,
): boolean {
  const scope = span.instrumentationScope?.name;
  if (scope !== undefined) return scope === metadata.name;
  if (kindOf(span) === "server") return false;
  if (role.startsWith("agent.") || role === "tool.call") return true;
  // Beyond a request there are the spans of whoever answers it.
  if (around === "http") return false;
  return Object.hasOwn(span.attributes, MARKS[role as keyof typeof MARKS]);
}

/** What others' spans of the same name do not have. */
const MARKS = {
  "chat": "turn.index",
  "tools/list": "tool.server",
  "http": "url.full",
};
