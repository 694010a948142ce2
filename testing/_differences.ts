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
type Difference = readonly [what: string, expected: string, actual: string];

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
    above: string,
    siblings: readonly SpanNode[],
  ): void => {
    if (node === undefined) return void lines.push(...missing(wanted!, indent));
    if (wanted === undefined) return void lines.push(...extra(node, indent));
    lines.push(`  ${indent}${node.span.name}`);
    const inner = `${indent}  `;
    const path = above + place(node, siblings);
    for (const [what, is, was] of spanDifferences(node, wanted, exact)) {
      lines.push(`- ${inner}${what}: ${is}`, `+ ${inner}${what}: ${was}`);
      places.push(`${path}: ${what}: expected ${is}, got ${was}`);
    }
    const { children = [], unordered = false } = wanted;
    const pairs = unordered
      ? paired(node.children, children, exact)
      : aligned(node.children, children);
    for (const child of pairs) {
      compare(child, inner, `${path} > `, node.children);
    }
  };
  for (const pair of aligned(actual, expected)) compare(pair, "", "", actual);
  const equal = lines.every((line) => line.startsWith(" "));
  return { lines, places, equal };
}

/** A span's name, with its number where siblings have the same name. */
function place(node: SpanNode, siblings: readonly SpanNode[]): string {
  const { name } = node.span;
  const same = siblings.filter(({ span }) => span.name === name);
  return same.length > 1 ? `${name}[${same.indexOf(node) + 1}]` : name;
}

/** Pairs siblings in their order, by name, leaving out what has no partner. */
function aligned(
  actual: readonly SpanNode[],
  expected: readonly ExpectedSpan[],
): Pair[] {
  const pairs: Pair[] = [];
  const rest = [...actual];
  for (const wanted of expected) {
    const place = rest.findIndex(({ span }) => span.name === wanted.name);
    const before = place < 0 ? [] : rest.splice(0, place);
    pairs.push(...before.map((node): Pair => [node, undefined]));
    pairs.push([place < 0 ? undefined : rest.shift(), wanted]);
  }
  return [...pairs, ...rest.map((node): Pair => [node, undefined])];
}

/** Pairs siblings in any order: with an equal one, else one of the name. */
function paired(
  actual: readonly SpanNode[],
  expected: readonly ExpectedSpan[],
  exact: boolean,
): Pair[] {
  const equal = matching(
    actual,
    expected,
    (node, wanted) => differences([node], [wanted], exact).equal,
  );
  const rest = new Set(actual.filter((node) => !equal.has(node)));
  const byExpected = new Map(
    [...equal].map(([node, wanted]) => [wanted, node] as const),
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
 * As many pairs that fit as there can be (Kuhn's algorithm): a loose
 * expectation makes room where a strict one fits no other span.
 */
function matching(
  actual: readonly SpanNode[],
  expected: readonly ExpectedSpan[],
  fits: (node: SpanNode, wanted: ExpectedSpan) => boolean,
): Map<SpanNode, ExpectedSpan> {
  const pairs = new Map<SpanNode, ExpectedSpan>();
  const place = (wanted: ExpectedSpan, tried: Set<SpanNode>): boolean =>
    actual.some((node) => {
      if (tried.has(node) || !fits(node, wanted)) return false;
      tried.add(node);
      const other = pairs.get(node);
      if (other !== undefined && !place(other, tried)) return false;
      pairs.set(node, wanted);
      return true;
    });
  for (const wanted of expected) place(wanted, new Set());
  return pairs;
}

function spanDifferences(
  { span }: SpanNode,
  wanted: ExpectedSpan,
  exact: boolean,
): Difference[] {
  const { kind, status, attributes = {}, events } = wanted;
  const found: Difference[] = [];
  const differ = (...difference: Difference): void => {
    found.push(difference);
  };
  if (kind !== undefined && kind !== kindOf(span)) {
    differ("kind", kind, kindOf(span));
  }
  const is = statusOf(span);
  if (status === undefined ? is === "error" : status !== is) {
    const type = span.attributes["error.type"];
    const message = type === undefined ? "" : ` (${show(type)})`;
    differ("status", status ?? "unset or ok", is + message);
  }
  for (const [key, value] of Object.entries(attributes)) {
    const has = span.attributes[key];
    if (!fits(has, value)) differ(key, show(value), show(has));
  }
  for (const key of Object.keys(span.attributes)) {
    if (exact && !(key in attributes)) {
      differ(key, "nothing", show(span.attributes[key]));
    }
  }
  const names = span.events.map(({ name }) => name);
  if (events !== undefined && !fits(names, events)) {
    differ("events", show(events), show(names));
  }
  return found;
}

function fits(actual: unknown, expected: unknown): boolean {
  if (typeof expected === "function") return Boolean(expected(actual));
  // JSON alone would take `NaN` for `null`.
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
