import type { AttributeMatcher } from "./matchers.ts";
import {
  kindOf,
  type SpanKindName,
  type SpanStatusName,
  statusOf,
} from "./recorded_span.ts";
import { placesIn } from "./_places_in.ts";
import { type Pair, pairInAnyOrder, pairInOrder } from "./_pairs.ts";
import { fits, show } from "./_values.ts";
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

/** What differs in a span, what it should be, and what it is. */
type Difference = readonly [part: string, expected: string, actual: string];

/** A pair to be compared, and where it is. */
interface Place {
  readonly pair: Pair<ExpectedSpan>;
  readonly indent: string;
  readonly parentPath: string;
  /** The numbers of the siblings that have the same name as others. */
  readonly numbers: ReadonlyMap<SpanNode, number>;
}

/** Compares trees with what they should be. */
export function differences(
  actual: readonly SpanNode[],
  expected: readonly ExpectedSpan[],
  exact: boolean,
): Differences {
  const lines: string[] = [];
  const places: string[] = [];
  const isEqual = (node: SpanNode, wanted: ExpectedSpan) =>
    differences([node], [wanted], exact).equal;
  const waiting = placed(pairInOrder(actual, expected), actual, "", "");
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { pair: [node, wanted], indent, parentPath, numbers } = next;
    if (node === undefined || wanted === undefined) {
      for (const line of alone(node, wanted, indent)) lines.push(line);
      continue;
    }
    lines.push(`  ${indent}${node.span.name}`);
    const inner = `${indent}  `;
    const number = numbers.get(node);
    const path = parentPath + node.span.name +
      (number === undefined ? "" : `[${number}]`);
    for (const [part, due, found] of spanDifferences(node, wanted, exact)) {
      lines.push(`- ${inner}${part}: ${due}`, `+ ${inner}${part}: ${found}`);
      places.push(`${path}: ${part}: expected ${due}, got ${found}`);
    }
    const { children = [], unordered = false } = wanted;
    const pairs = unordered
      ? pairInAnyOrder(node.children, children, isEqual)
      : pairInOrder(node.children, children);
    for (const one of placed(pairs, node.children, inner, `${path} > `)) {
      waiting.push(one);
    }
  }
  const equal = lines.every((line) => line.startsWith(" "));
  return { lines, places, equal };
}

/** The pairs of siblings with their place, the last of them first. */
function placed(
  pairs: readonly Pair<ExpectedSpan>[],
  siblings: readonly SpanNode[],
  indent: string,
  parentPath: string,
): Place[] {
  const numbers = numbersOf(siblings);
  return pairs.toReversed().map((pair) => ({
    pair,
    indent,
    parentPath,
    numbers,
  }));
}

/** The numbers of those siblings that have the same name as others. */
function numbersOf(siblings: readonly SpanNode[]): Map<SpanNode, number> {
  const byName = Map.groupBy(siblings, ({ span }) => span.name);
  const numbers = new Map<SpanNode, number>();
  for (const same of byName.values()) {
    if (same.length < 2) continue;
    same.forEach((node, index) => numbers.set(node, index + 1));
  }
  return numbers;
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
    const actual = Object.hasOwn(span.attributes, key)
      ? span.attributes[key]
      : undefined;
    if (!fits(actual, value)) found.push([key, show(value), show(actual)]);
  }
  for (const [key, actual] of Object.entries(span.attributes)) {
    if (exact && !Object.hasOwn(attributes, key)) {
      found.push([key, "nothing", show(actual)]);
    }
  }
  const names = span.events.map(({ name }) => name);
  if (events !== undefined && !fits(names, events)) {
    found.push(["events", show(events), show(names)]);
  }
  return found;
}

/** The lines of a tree that has no partner. */
function alone(
  node: SpanNode | undefined,
  wanted: ExpectedSpan | undefined,
  indent: string,
): string[] {
  if (node === undefined) return wanted ? missing(wanted, indent) : [];
  return [...placesIn(node)].map(({ node, depth }) =>
    `+ ${indent}${"  ".repeat(depth)}${node.span.name}`
  );
}

function missing(wanted: ExpectedSpan, indent: string): string[] {
  const { name, children = [] } = wanted;
  return [
    `- ${indent}${name}`,
    ...children.flatMap((child) => missing(child, `${indent}  `)),
  ];
}
