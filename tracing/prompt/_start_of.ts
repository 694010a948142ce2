/**
 * Gets the first items of a list. That is nearly always the whole list, of which
 * no copy is made: a conversation has as many as it is long, in every turn.
 *
 * @typeParam T What the list holds.
 * @param list The list.
 * @param count How many items.
 * @returns The items, not to be changed.
 */
export function startOf<T>(list: readonly T[], count: number): readonly T[] {
  return count === list.length ? list : list.slice(0, count);
}
