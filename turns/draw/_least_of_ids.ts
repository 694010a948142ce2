/** No beginning of an id is cut to less than this, with its ellipsis. */
export const SHORTEST_BEGINNING = 6;
/** A beginning that is longer leaves no room for anything else. */
export const LONGEST_BEGINNING = 24;

/**
 * Says how short ids can be cut so that two are not taken for one.
 *
 * @param ids The ids, some of them equal.
 * @returns The width that a column of them needs.
 */
export function leastOfIds(ids: readonly string[]): number {
  const sorted = [...new Set(ids)].sort();
  const shared = sorted.slice(1).map((id, i) => {
    const before = sorted[i] ?? "";
    let length = 0;
    while (length < id.length && id[length] === before[length]) length++;
    return length;
  });
  // One character more tells them apart, and an ellipsis takes the next.
  return shared.reduce((most, n) => Math.max(most, n + 2), SHORTEST_BEGINNING);
}
