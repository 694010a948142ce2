function parseError(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether JSON could begin with this text. */
function isStartOfJson(text: string): boolean {
  const error = parseError(text);
  if (error === undefined || error.includes("end of JSON")) return true;
  // An error at the end is about what is missing, any other about the text. V8
  // gives no position where it quotes the text, which then is wrong itself.
  return Number(/at position (\d+)/.exec(error)?.[1]) >= text.length;
}

/**
 * Finds the line that is wrong in lines that are no JSON, by halving: V8 does
 * not always say where its error is.
 *
 * @param lines The lines of one document.
 * @returns The line's place, from 0.
 */
export function findBadLine(lines: readonly string[]): number {
  let right = 0; // So many lines could begin a document,
  let wrong = lines.length; // and so many could not.
  while (wrong - right > 1) {
    const middle = Math.floor((right + wrong) / 2);
    const start = lines.slice(0, middle).join("\n").trimEnd();
    if (isStartOfJson(start)) right = middle;
    else wrong = middle;
  }
  return wrong - 1;
}
