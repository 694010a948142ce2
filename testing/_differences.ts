import type { AttributeMatcher } from "./matchers.ts";
import {
  kindOf,
  type SpanKindName,
  type SpanStatusName,
  statusOf,
} from "./recorded_span.ts";
import type { SpanNode } from "./span_tree.ts";

/** What a span and all that is inside it should be. */
export interface ExpectedSpan {
  /** The span's name. */
  readonly name: string;
  /** The span's kind; not checked unless given. */
  readonly kind?: SpanKindName;
  /**
   * The span's status.
   *
   * @default {anything but `error`}
   */
  readonly status?: SpanStatusName;
  /**
   * Values that attributes have to have; a matcher where they vary;
   * `undefined` for one that must not be there.
   */
  readonly attributes?: Readonly<Record<string, unknown | AttributeMatcher>>;
  /** The names of the span's events; not checked unless given. */
  readonly events?: readonly string[];
  /**
   * What is inside, whole.
   *
   * @default {[]}
   */
  readonly children?: readonly ExpectedSpan[];
  /**
   * Whether the children may have started in any order.
   *
   * @default {false}
   */
  readonly unordered?: boolean;
}

/** A comparison: the lines of its drawing, and whether all was equal. */
export interface Differences {
  /** The drawn trees, with what differs marked `-` and `+`. */
  readonly lines: readonly string[];
  /** What differs in spans that are there, each with the path of its span. */
  readonly places: readonly string[];
  /** Whether nothing differs. */
  readonly equal: boolean;
}

/** A pair of an actual and an expected span, either of which may be missing. */
type Pair = readonly [SpanNode | undefined, ExpectedSpan | undefined];

/** What differs in a span, what it should be, and what it is. */
type Difference = readonly [part: string, expected: string, actual: string];

/** Compares trees with what they should be. */
export function differences(
  actual: readonly SpanNode[],
  expected: readonly ExpectedSpan[],
  exact: boolean,
): Differences {
  const lines: string[] = [];
  const places: string[] = [];
  const compare = (
    [node, wanted]: Pair,
    indent: string,
    parentPath: string,
    siblings: readonly SpanNode[],
  ): void => {
    if (node === undefined) return void lines.push(...missing(wanted!, indent));
    if (wanted === undefined) return void lines.push(...extra(node, indent));
    lines.push(`  ${indent}${node.span.name}`);
    const inner = `${indent}  `;
    const path = parentPath + numberedName(node, siblings);
    for (const [part, due, found] of spanDifferences(node, wanted, exact)) {
      lines.push(`- ${inner}${part}: ${due}`, `+ ${inner}${part}: ${found}`);
      places.push(`${path}: ${part}: expected ${due}, got ${found}`);
    }
    const { children = [], unordered = false } = wanted;
    const pairs = unordered
      ? pairInAnyOrder(node.children, children, exact)
      : pairInOrder(node.children, children);
    for (const child of pairs) {
      compare(child, inner, `${path} > `, node.children);
    }
  };
  for (const pair of pairInOrder(actual, expected)) {
    compare(pair, "", "", actual);
  }
  const equal = lines.every((line) => line.startsWith(" "));
  return { lines, places, equal };
}

/** A span's name, with its number where siblings have the same name. */
function numberedName(node: SpanNode, siblings: readonly SpanNode[]): string {
  const { name } = node.span;
  const same = siblings.filter(({ span }) => span.name === name);
  return same.length > 1 ? `${name}[${same.indexOf(node) + 1}]` : name;
}

/** Pairs siblings in their order, by name, leaving out what has no partner. */
function pairInOrder(
  actual: readonly SpanNode[],
  expected: readonly ExpectedSpan[],
): Pair[] {
  const pairs: Pair[] = [];
  const rest = [...actual];
  for (const wanted of expected) {
    const index = rest.findIndex(({ span }) => span.name === wanted.name);
    const before = index < 0 ? [] : rest.splice(0, index);
    pairs.push(...before.map((node): Pair => [node, undefined]));
    pairs.push([index < 0 ? undefined : rest.shift(), wanted]);
  }
  return [...pairs, ...rest.map((node): Pair => [node, undefined])];
}

/** Pairs siblings in any order: with an equal one, else one of the name. */
function pairInAnyOrder(
  actual: readonly SpanNode[],
  expected: readonly ExpectedSpan[],
  exact: boolean,
): Pair[] {
  const equals = pairEquals(actual, expected, exact);
  const rest = new Set(actual.filter((node) => !equals.has(node)));
  const byExpected = new Map(
    [...equals].map(([node, wanted]) => [wanted, node]),
  );
  const pairs = expected.map((wanted): Pair => {
    const node = byExpected.get(wanted) ??
      rest.values().find(({ span }) => span.name === wanted.name);
    if (node !== undefined) rest.delete(node);
    return [node, wanted];
  });
  return [...pairs, ...[...rest].map((node): Pair => [node, undefined])];
}

/**
 * Pairs as many equal spans as there can be (Kuhn's algorithm): a loose
 * expectation moves to another span where a strict one has only this one.
 */
function pairEquals(
  actual: readonly SpanNode[],
  expected: readonly ExpectedSpan[],
  exact: boolean,
): Map<SpanNode, ExpectedSpan> {
  const pairs = new Map<SpanNode, ExpectedSpan>();
  const findNode = (wanted: ExpectedSpan, tried: Set<SpanNode>): boolean =>
    actual.some((node) => {
      if (tried.has(node)) return false;
      if (!differences([node], [wanted], exact).equal) return false;
      tried.add(node);
      const other = pairs.get(node);
      if (other !== undefined && !findNode(other, tried)) return false;
      pairs.set(node, wanted);
      return true;
    });
  for (const wanted of expected) findNode(wanted, new Set());
  return pairs;
}

function spanDifferences(
  { span }: SpanNode,
  wanted: ExpectedSpan,
  exact: boolean,
): Difference[] {
  const { kind, status, attributes = {}, events } = wanted;
  const found: Difference[] = [];
  if (kind !== undefined && kind !== kindOf(span)) {
    found.push(["kind", kind, kindOf(span)]);
  }
  const actualStatus = statusOf(span);
  const failed = actualStatus === "error";
  if (status === undefined ? failed : status !== actualStatus) {
    const type = span.attributes["error.type"];
    const message = type === undefined ? "" : ` (${show(type)})`;
    found.push(["status", status ?? "unset or ok", actualStatus + message]);
  }
  for (const [key, value] of Object.entries(attributes)) {
    const actual = span.attributes[key];
    if (!fits(actual, value)) found.push([key, show(value), show(actual)]);
  }
  for (const [key, actual] of Object.entries(span.attributes)) {
    if (exact && !(key in attributes)) {
      found.push([key, "nothing", show(actual)]);
    }
  }
  const names = span.events.map(({ name }) => name);
  if (events !== undefined && !fits(names, events)) {
    found.push(["events", show(events), show(names)]);
  }
  return found;
}

function fits(actual: unknown, expected: unknown): boolean {
  if (typeof expected === "function") return Boolean(expected(actual));
  // As JSON alone, `NaN` would be `null`.
  return typeof actual === "object" && typeof expected === "object"
    ? JSON.stringify(actual) === JSON.stringify(expected)
    : Object.is(actual, expected);
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function") return value.name || String(value);
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

function missing(wanted: ExpectedSpan, indent: string): string[] {
  const { name, children = [] } = wanted;
  return [
    `- ${indent}${name}`,
    ...children.flatMap((child) => missing(child, `${indent}  `)),
  ];
}

function extra({ span, children }: SpanNode, indent: string): string[] {
  return [
    `+ ${indent}${span.name}`,
    ...children.flatMap((child) => extra(child, `${indent}  `)),
  ];
}
