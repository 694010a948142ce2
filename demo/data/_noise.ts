/**
 * A number in [-1, 1) that depends on nothing but the arguments: the data set
 * is the same on every machine and on every day.
 */
export function noise(key: string, index: number): number {
  let hash = 0x811c9dc5 ^ index;
  for (let i = 0; i < key.length; i++) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 31 - 1;
}

/** Noise that moves slowly: a straight line between two days' values. */
export function slowNoise(key: string, hour: number): number {
  const day = Math.floor(hour / 24);
  const part = hour / 24 - day;
  return noise(key, day) * (1 - part) + noise(key, day + 1) * part;
}
