import { cutTo, displayWidth, type Style, styled } from "./format.ts";
import { wrapped } from "./wrapped.ts";

/** A part of a line. */
export interface Part {
  readonly text: string;
  /** How it is stressed, where it is. */
  readonly style?: Style | undefined;
  /** Whether it stands close to the part before. */
  readonly close?: true;
}

/**
 * Writes parts side by side, and goes on in another line where there is no more
 * room: between two parts, or between two words of a part that is wider than a
 * line. A word that is wider is cut.
 *
 * @param parts The parts.
 * @param roomOf How wide the line of that number may be.
 * @param color Whether to use styles.
 * @returns The lines.
 */
export function fittedParts(
  parts: readonly Part[],
  roomOf: (line: number) => number,
  color: boolean,
): readonly string[] {
  const lines = [""];
  let used = 0;
  for (const { text, style, close } of parts) {
    const gap = used === 0 ? "" : close ? " " : "  ";
    const width = displayWidth(text);
    const put = (text: string, gap: string) => {
      lines.push(
        (lines.pop() ?? "") + gap +
          (style === undefined ? text : styled(text, style, color)),
      );
      used += gap.length + displayWidth(text);
    };
    const startLine = () => {
      lines.push("");
      used = 0;
    };
    if (used + gap.length + width <= roomOf(lines.length - 1)) {
      put(text, gap);
      continue;
    }
    if (used > 0) startLine();
    const columns = roomOf(lines.length - 1);
    for (const [i, piece] of wrapped(text, { columns }).split("\n").entries()) {
      if (i > 0) startLine();
      put(cutTo(piece, columns), "");
    }
  }
  return lines;
}
