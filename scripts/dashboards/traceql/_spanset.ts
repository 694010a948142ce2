import type { Span } from "../../../turns/source/span.ts";
import { conditionOf } from "./_condition.ts";
import { type Node, onlyChild, refuse } from "./_node.ts";
import type { Trace } from "./_trace.ts";

/** The spans of a trace that a query finds. */
export type Finder = (trace: Trace) => Span[];

/** Whether `b` stands to `a` as the operator between them says. */
type Relation = (a: Span, b: Span, trace: Trace) => boolean;

const RELATIONS: Readonly<Record<string, Relation>> = {
  ">": isParent,
  "<": (a, b, trace) => isParent(b, a, trace),
  ">>": isAncestor,
  "<<": (a, b, trace) => isAncestor(b, a, trace),
  "~": (a, b) =>
    a !== b && a.parentSpanId !== undefined &&
    a.parentSpanId === b.parentSpanId,
};

/** What stands before the first `|`: a filter, or filters and their places. */
export function finderOf(node: Node): Finder {
  if (node.name === "SpansetPipelineExpression" && node.own === "") {
    const [left, between, right] = node.children;
    if (between === undefined) return finderOf(onlyChild(node));
    if (right !== undefined && left !== undefined) {
      return structure(node, left, between.text, right);
    }
  }
  if (node.name === "SpansetPipelineExpression" && node.own === "~") {
    const [left, right] = node.children as [Node, Node];
    return structure(node, left, "~", right);
  }
  if (node.name === "SpansetFilter") return filter(node);
  refuse(node, "it begins with { } and the operators > < >> << ~ and their &");
}

function filter(node: Node): Finder {
  if (node.children.length === 0) return ({ spans }) => [...spans];
  const matches = conditionOf(onlyChild(node));
  return ({ spans }) => spans.filter(matches);
}

/** What is returned are spans of the right side; with an & of both. */
function structure(
  node: Node,
  left: Node,
  operator: string,
  right: Node,
): Finder {
  const isUnion = operator.startsWith("&");
  const relation = RELATIONS[operator.slice(isUnion ? 1 : 0)];
  if (relation === undefined) {
    refuse(node, "between { } stand > < >> << ~, each also with an & before");
  }
  const [findLeft, findRight] = [finderOf(left), finderOf(right)];
  return (trace) => {
    const [ours, theirs] = [findLeft(trace), findRight(trace)];
    const found = new Set(
      theirs.filter((b) => ours.some((a) => relation(a, b, trace))),
    );
    if (isUnion) {
      for (const a of ours) {
        if (theirs.some((b) => relation(a, b, trace))) found.add(a);
      }
    }
    return trace.spans.filter((span) => found.has(span));
  };
}

function isParent(a: Span, b: Span, { parentOf }: Trace): boolean {
  return parentOf(b) === a;
}

function isAncestor(a: Span, b: Span, { parentOf }: Trace): boolean {
  const seen = new Set<Span>();
  for (let at = parentOf(b); at !== undefined; at = parentOf(at)) {
    if (at === a) return true;
    if (seen.has(at)) return false;
    seen.add(at);
  }
  return false;
}
