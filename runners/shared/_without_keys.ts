/** What endpoints quote of a key: its ends, or a digest. */
const PARTS = [
  /\bsk-[\w.*-]*[\w*]/g,
  /[\w-]+\*{3,}[\w-]*/g,
  /\b[0-9a-f]{64}\b/g,
];

/** Characters. What is shorter is no secret, such as the `none` of a local model. */
const SHORTEST_KEY = 6;

/**
 * Takes keys out of what an endpoint says of them.
 *
 * @param text The text.
 * @param apiKey The key that was sent.
 * @returns The text, with `[key]` in the place of each key or part of one.
 */
export function withoutKeys(text: string, apiKey: string): string {
  const whole = apiKey.length < SHORTEST_KEY
    ? text
    : text.replaceAll(apiKey, "[key]");
  return PARTS.reduce((left, part) => left.replaceAll(part, "[key]"), whole);
}
