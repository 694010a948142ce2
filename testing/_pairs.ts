import type { SpanNode } from "./span_tree.ts";

/** What is expected, of which only the name is looked at here. */
interface Named {
  readonly name: string;
}

/** A pair of an actual and an expected span, either of which may be missing. */
export type Pair<W> = readonly [SpanNode | undefined, W | undefined];

/** Whether a span, and all that is inside it, is as expected. */
type IsEqual<W> = (node: SpanNode, wanted: W) => boolean;

/** Pairs siblings in their order, by name, leaving out what has no partner. */
export function pairInOrder<W extends Named>(
  actual: readonly SpanNode[],
  expected: readonly W[],
): Pair<W>[] {
  const pairs: Pair<W>[] = [];
  const places = lastFirst(actual.keys(), (place) => nameOf(actual[place]!));
  const addExtras = (from: number, to: number) => {
    for (const node of actual.slice(from, to)) pairs.push([node, undefined]);
  };
  let next = 0;
  for (const wanted of expected) {
    const ofName = places.get(wanted.name) ?? [];
    while (ofName.length > 0 && ofName.at(-1)! < next) ofName.pop();
    const place = ofName.at(-1);
    addExtras(next, place ?? next);
    pairs.push([place === undefined ? undefined : actual[place], wanted]);
    if (place !== undefined) next = place + 1;
  }
  addExtras(next, actual.length);
  return pairs;
}

/** Pairs siblings in any order: with an equal one, else one of the name. */
export function pairInAnyOrder<W extends Named>(
  actual: readonly SpanNode[],
  expected: readonly W[],
  isEqual: IsEqual<W>,
): Pair<W>[] {
  const equals = pairEquals(actual, expected, isEqual);
  const rest = new Set(actual.filter((node) => !equals.has(node)));
  const restByName = lastFirst(rest, nameOf);
  const byExpected = new Map(
    [...equals].map(([node, wanted]) => [wanted, node]),
  );
  const pairs = expected.map((wanted): Pair<W> => {
    const equal = byExpected.get(wanted);
    const node = equal ?? restByName.get(wanted.name)?.pop();
    if (node !== undefined) rest.delete(node);
    return [node, wanted];
  });
  return [...pairs, ...[...rest].map((node): Pair<W> => [node, undefined])];
}

/**
 * Pairs as many equal spans as there can be (Kuhn's algorithm): a loose
 * expectation moves to another span where a strict one has only this one.
 */
function pairEquals<W extends Named>(
  actual: readonly SpanNode[],
  expected: readonly W[],
  isEqual: IsEqual<W>,
): Map<SpanNode, W> {
  const pairs = new Map<SpanNode, W>();
  const free = new Set(actual);
  const pair = (node: SpanNode, wanted: W): true => {
    free.delete(node);
    pairs.set(node, wanted);
    return true;
  };
  const fits = (node: SpanNode, wanted: W) =>
    nameOf(node) === wanted.name && isEqual(node, wanted);
  const findNode = (wanted: W, tried: Set<SpanNode>): boolean =>
    actual.some((node) => {
      if (tried.has(node) || !fits(node, wanted)) return false;
      tried.add(node);
      const other = pairs.get(node);
      if (other !== undefined && !findNode(other, tried)) return false;
      return pair(node, wanted);
    });
  for (const wanted of expected) {
    // Most find one that is free, and then no other pair is looked at.
    const node = free.values().find((node) => fits(node, wanted));
    if (node === undefined) findNode(wanted, new Set());
    else pair(node, wanted);
  }
  return pairs;
}

function nameOf({ span }: SpanNode): string {
  return span.name;
}

/** Groups by name; the first of each group is at its end, to be taken away. */
function lastFirst<T>(
  items: Iterable<T>,
  name: (item: T) => string,
): Map<string, T[]> {
  const groups = Map.groupBy(items, name);
  for (const group of groups.values()) group.reverse();
  return groups;
}
