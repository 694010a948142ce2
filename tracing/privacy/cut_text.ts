/** A URL at the end of a text that may go on with `:password@host`. */
const UNFINISHED_AUTHORITY = /:\/\/[^\s/?#"<>]*$/;

/**
 * Cuts a text so that no half of anything is left at its end that a whole one
 * would be known by: neither half a character nor half the user information of
 * a URL. Secrets have to be taken out before.
 *
 * @param text The text.
 * @param length How many UTF-16 units are kept at most.
 * @returns The text, or its beginning.
 */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalf ? length - 1 : length)
    .replace(UNFINISHED_AUTHORITY, "://");
}

/**
 * Keeps the end of a text, from a whole character on. Secrets have to be taken
 * out before.
 *
 * @param text The text.
 * @param length How many UTF-16 units are kept at most.
 * @returns The text, or its end.
 */
export function endOfText(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.slice(-length);
  const first = end.charCodeAt(0);
  return first >= 0xdc00 && first <= 0xdfff ? end.slice(1) : end;
}
