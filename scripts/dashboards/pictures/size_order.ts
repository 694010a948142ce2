/** Tells where a class of `turn.prompt.size_bucket` stands among the others. */
export function sizeOrder(bucket: string): number | undefined {
  const found = /^(<|>=)?(\d+)k(?:-\d+k)?$/.exec(bucket);
  if (found === null) return undefined;
  return Number(found[2]) - (found[1] === "<" ? 1 : 0);
}
