import type { PromptBytes, TurnRow } from "../model/turn_row.ts";

/**
 * Finds what most of a prompt is made of.
 *
 * @param row The turn.
 * @returns The part and its bytes; `undefined` where they are not known.
 */
export function largestPart(
  { bytes }: TurnRow,
): readonly [keyof PromptBytes, number] | undefined {
  if (bytes === undefined) return undefined;
  const parts = ["instructions", "tools", "messages", "results"] as const;
  const most = parts.reduce((a, b) => bytes[b] > bytes[a] ? b : a);
  return bytes[most] === 0 ? undefined : [most, bytes[most]];
}
