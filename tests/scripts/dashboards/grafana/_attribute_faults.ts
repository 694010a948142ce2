import { parser } from "@grafana/lezer-traceql";
import {
  contractAllows,
  contractKind,
} from "../../../../scripts/dashboards/contract.ts";
import {
  type AttributeKind,
  SPAN_CONTRACTS,
  type SpanRole,
} from "../../../../testing/span_contract.ts";
import type { SyntaxNode } from "./_syntax_faults.ts";

/** What a spanset filter matches: spans of ours, or a proxy's. */
type Matched = SpanRole | "proxy";

/** A comparison: an attribute or an intrinsic field, and what stands beside it. */
interface Comparison {
  readonly left: string;
  readonly operator: string;
  readonly right: string;
}

/** What is used of LiteLLM's own spans, by the names that it gives. */
const PROXY: Readonly<Record<string, AttributeKind>> = {
  "gen_ai.request.model": "string",
  "litellm.cost.total": "double",
};

/** What intrinsic fields are compared with, but for names. */
const INTRINSICS: Readonly<Record<string, RegExp>> = {
  duration: /^\d+(ns|us|ms|s|m|h)$/,
  kind: /^(client|consumer|internal|producer|server|unspecified)$/,
  status: /^(error|ok|unset)$/,
};

/** Nodes whose attribute is a number. */
const NUMERIC = new Set(["MetricsExpression", "Aggregate"]);

/**
 * What in a TraceQL query does not fit the contract: an attribute that its
 * spans do not have, a function or a comparison that its type is not for.
 */
export function attributeFaults(query: string): string[] {
  const text = ({ from, to }: SyntaxNode) => query.slice(from, to).trim();
  const faults: string[] = [];
  const top = parser.parse(query).topNode;
  for (const filter of nodesIn(top, "SpansetFilter")) {
    const comparisons = comparisonsIn(filter, text, faults);
    const spans = matched(comparisons);
    if (spans === undefined) {
      faults.push(`does not say which spans: ${text(filter)}`);
    } else {
      for (const one of comparisons) {
        faults.push(...comparisonFaults(one, spans));
      }
    }
  }
  const spans = resultOf(top, text);
  for (const node of nodesIn(top, "AttributeField", "IntrinsicField")) {
    const use = useOf(node);
    if (use === undefined) continue;
    for (const one of spans) faults.push(...useFaults(text(node), use, one));
  }
  return faults;
}

/** Every node of some kind, in order. */
function nodesIn(top: SyntaxNode, ...names: readonly string[]): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  top.cursor().iterate(({ name, node }) => {
    if (names.includes(name)) found.push(node);
  });
  return found;
}

function comparisonsIn(
  filter: SyntaxNode,
  text: (node: SyntaxNode) => string,
  faults: string[],
): Comparison[] {
  return nodesIn(filter, "FieldOp").flatMap((node) => {
    const [left, right] = [node.prevSibling, node.nextSibling];
    const isPlain = left?.firstChild?.name.endsWith("Field") &&
      right?.firstChild?.name === "Static";
    if (isPlain && left !== null && right !== null) {
      return [{
        left: text(left),
        operator: text(node),
        right: text(right),
      }];
    }
    faults.push(
      `compares no attribute with a value: ${text(node.parent ?? node)}`,
    );
    return [];
  });
}

/** Which spans a filter is about; `undefined` where it does not say. */
function matched(comparisons: readonly Comparison[]): Matched | undefined {
  const has = (text: string) =>
    comparisons.some(({ left, operator, right }) =>
      `${left} ${operator} ${right}` === text
    );
  if (has('resource.service.name = "litellm"')) return "proxy";
  const [role, ...others] = (Object.keys(SPAN_CONTRACTS) as SpanRole[])
    .filter((one) => has(`name = "${one}"`));
  if (others.length > 0) return undefined;
  if (role !== undefined) return role;
  // A proxy has the operation on its spans too, but no turn.
  if (
    has('span.gen_ai.operation.name = "chat"') && has("span.turn.index != nil")
  ) {
    return "chat";
  }
  return has("span.http.request.method != nil") ? "http" : undefined;
}

/** The spans that the filters before the first pipe return. */
function resultOf(
  top: SyntaxNode,
  text: (node: SyntaxNode) => string,
): Matched[] {
  const pipe = nodesIn(top, "Pipe")[0]?.from ?? top.to;
  const filters = nodesIn(top, "SpansetFilter").filter(({ to }) => to <= pipe);
  // Of a structural operator, the right side; of a union, both.
  const isUnion = nodesIn(top, "UnionStructuralOp").length > 0;
  return (isUnion ? filters : filters.slice(-1)).flatMap((filter) =>
    matched(comparisonsIn(filter, text, [])) ?? []
  );
}

/** What an attribute outside of a filter is used for. */
function useOf(node: SyntaxNode): "number" | "group" | "show" | undefined {
  for (let one = node.parent; one !== null; one = one.parent) {
    if (one.name === "SpansetFilter") return undefined;
    if (NUMERIC.has(one.name)) return "number";
    if (one.name === "GroupOperation") return "group";
    if (one.name === "SelectOperation") return "show";
  }
  return undefined;
}

function useFaults(
  field: string,
  use: "number" | "group" | "show",
  spans: Matched,
): string[] {
  if (!field.startsWith("span.")) {
    return use !== "number" || field === "duration"
      ? []
      : [`takes ${field} for a number`];
  }
  const kind = kindOf(field, spans);
  if (kind instanceof Error) return [kind.message];
  if (use === "number" && kind !== "int" && kind !== "double") {
    return [`takes ${field} for a number: it is ${kind}`];
  }
  return use === "group" && kind.endsWith("[]")
    ? [`groups by ${field}: it is ${kind}`]
    : [];
}

function comparisonFaults(
  { left, operator, right }: Comparison,
  spans: Matched,
): string[] {
  const wrong = [`compares ${left} with ${right}`];
  if (left === "name" || left === "resource.service.name") {
    return right.startsWith('"') ? [] : wrong;
  }
  const values = INTRINSICS[left];
  if (values !== undefined) return values.test(right) ? [] : wrong;
  if (!left.startsWith("span.")) return wrong;
  const kind = kindOf(left, spans);
  if (kind instanceof Error) return [kind.message];
  if (right === "nil") return operator === "!=" ? [] : wrong;
  if (!right.startsWith('"')) {
    return /^[\d.]+$/.test(right) === (kind === "int" || kind === "double") &&
        /^(true|false)$/.test(right) === (kind === "boolean")
      ? []
      : [`${wrong}: it is ${kind}`];
  }
  if (kind !== "string") return [`${wrong}: it is ${kind}`];
  // An empty text is that of a box that nobody has filled.
  return operator.endsWith("~") || right === '""' || spans === "proxy" ||
      contractAllows(left.slice("span.".length), [spans], JSON.parse(right))
    ? []
    : [`${wrong}: it is never that`];
}

function kindOf(field: string, spans: Matched): AttributeKind | Error {
  const attribute = field.slice("span.".length);
  if (spans === "proxy") {
    return PROXY[attribute] ??
      new TypeError(
        `Cannot use "${attribute}": no proxy's span is known to have it`,
      );
  }
  try {
    return contractKind(attribute, [spans]);
  } catch (error) {
    if (error instanceof TypeError) return error;
    throw error;
  }
}
