let segmenter: Intl.Segmenter | undefined;

/**
 * The characters of a text, as people count them. The tables for it are loaded
 * with the first text that is not plain: each command would start later by it.
 */
function segments(value: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return segmenter.segment(value);
}

/** The blocks that East Asian Width calls wide, and emoji. */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)/u;
/** Marks and joiners; a soft hyphen is one of them only in name. */
const ZERO_WIDTH = /(?!\u00ad)[\p{Mn}\p{Me}\p{Cf}]/gu;

/**
 * Measures text as a terminal shows it.
 *
 * @param value Text without control characters.
 * @returns How many columns it takes.
 */
export function displayWidth(value: string): number {
  if (/^[\x20-\x7e]*$/.test(value)) return value.length;
  let width = 0;
  for (const { segment } of segments(value)) {
    // Of a letter with a vowel sign that takes room, both are counted.
    width += WIDE.test(segment)
      ? 2
      : [...segment.replaceAll(ZERO_WIDTH, "")].length;
  }
  return width;
}

/**
 * Cuts text to a width, with an ellipsis where something is gone.
 *
 * @param value Text without control characters.
 * @param width The columns that there are.
 * @returns Text no wider than that.
 */
export function cutTo(value: string, width: number): string {
  if (displayWidth(value) <= width) return value;
  let kept = "";
  let used = 0;
  for (const { segment } of segments(value)) {
    const size = displayWidth(segment);
    if (used + size > width - 1) break;
    kept += segment;
    used += size;
  }
  return width < 1 ? "" : `${kept}…`;
}

/**
 * Writes a count with its thousands apart.
 *
 * @param value The count.
 * @returns For example `15,214`.
 */
export function count(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

/**
 * Writes a size in the unit that fits it, with 1 kB being 1,000 bytes.
 *
 * @param bytes The size.
 * @returns For example `41.2 kB`.
 */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_950) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * Writes a duration in the unit that fits it.
 *
 * @param milliseconds The duration.
 * @returns For example `12 ms`, `1.4 s` or `2 min 5 s`.
 */
export function duration(milliseconds: number): string {
  if (milliseconds < 1) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 999.5) return `${milliseconds.toFixed(0)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Writes an amount of money.
 *
 * @param usd Dollars.
 * @returns For example `$1.25`; of less than a cent, two digits that count.
 */
export function dollars(usd: number): string {
  if (usd === 0 || usd >= 0.01) return `$${usd.toFixed(2)}`;
  return `$${usd.toFixed(Math.min(12, 1 - Math.floor(Math.log10(usd))))}`;
}

/** Ways to stress text on a terminal. */
export type Style = "bold" | "dim" | "red" | "yellow" | "cyan";

const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

/**
 * Styles text, or leaves it plain.
 *
 * @param value The text.
 * @param how The style.
 * @param color Whether to style at all.
 * @returns The text.
 */
export function styled(value: string, how: Style, color: boolean): string {
  const [on, off] = CODES[how];
  return color && value !== "" ? `\x1b[${on}m${value}\x1b[${off}m` : value;
}
