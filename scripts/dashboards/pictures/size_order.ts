/**
 * Tells where a class of `turn.prompt.size_bucket` stands among the others.
 *
 * @param bucket The class, such as `4k-8k`.
 * @returns A number to sort by, or `undefined` where it is no such class.
 */
export function sizeOrder(bucket: string): number | undefined {
  const found = /^(<|>=)?(\d+)k(?:-\d+k)?$/.exec(bucket);
  if (found === null) return undefined;
  return Number(found[2]) - (found[1] === "<" ? 1 : 0);
}
