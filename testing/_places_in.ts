/** What has children of its own kind. */
interface Parent<T> {
  readonly children: readonly T[];
}

/** A part of a tree, and where it is. */
export interface Place<T> {
  readonly node: T;
  /** How many parts are around it. */
  readonly depth: number;
  /** The part around it. */
  readonly parent: T | undefined;
}

/**
 * Lists the parts of a tree, each before those inside it. It is no recursion: a
 * trace may be deeper than a program's stack.
 */
export function* placesIn<T extends Parent<T>>(root: T): Generator<Place<T>> {
  const waiting: Place<T>[] = [{ node: root, depth: 0, parent: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    const { node: parent, depth } = next;
    for (const node of parent.children.toReversed()) {
      waiting.push({ node, depth: depth + 1, parent });
    }
  }
}
