import { beforeLine } from "../base/before_line.ts";
import { printable } from "../base/printable.ts";
import { cutText } from "./cut_text.ts";
import { redact, redactSecrets } from "./redact.ts";

const MAX_VALUE_LENGTH = 200;
/** Characters of a line: more is no line for a person. */
const MAX_LINE_LENGTH = 4000;
const encoder = new TextEncoder();

/**
 * Says one line on stderr. Losing it is not worth an error: stderr may be
 * closed.
 *
 * @param text What to say, on one line.
 */
export function warn(text: string): void {
  for (const makeRoom of beforeLine) makeRoom();
  write(`turnspan: ${oneLine(redact(text, MAX_LINE_LENGTH))}\n`);
}

/**
 * Says that a variable cannot be used, which leaves its setting out.
 *
 * @param name The variable.
 * @param value Its value, or `undefined` where that may hold a secret.
 * @param reason What is wrong, and the way out.
 */
export function cannotUse(
  name: string,
  value: string | undefined,
  reason: string,
): void {
  const shown = value === undefined ? "" : `="${excerpt(value)}"`;
  warn(`Cannot use ${name}${shown}: ${reason}`);
}

/**
 * Shortens a text that somebody else wrote, for a line on a terminal.
 *
 * @param text The text.
 * @param length How much of it is kept.
 * @returns Its beginning, on one line and of whole characters.
 */
export function excerpt(text: string, length = MAX_VALUE_LENGTH): string {
  if (text.length <= length) return oneLine(text).toWellFormed();
  // Before the cut, which could leave half a secret.
  const clean = redactSecrets(text);
  const most = 4 * length;
  const line = oneLine(cutText(clean, most)).toWellFormed();
  return line.length <= length && clean.length <= most
    ? line
    : `${cutText(line, length)}…`;
}

/**
 * Gives the reason of a failure, for a line on a terminal.
 *
 * @param error What was thrown.
 * @returns Its message.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) return neededFor(error);
  // A name with several addresses fails with an error for each, and no text.
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/**
 * Says what Deno would need. Devices and the like it opens with all permissions
 * only, which nobody should give for a file: another place is the way out.
 */
function neededFor({ message }: Error): string {
  const [, place] = /^Requires all access to (".*"), /s.exec(message) ?? [];
  if (place !== undefined) {
    return `Deno opens ${place} with --allow-all only; name another place`;
  }
  const [flag = "a permission"] = /--allow-[\w-]+/.exec(message) ?? [];
  return `it needs ${flag}`;
}

/**
 * Writes to stderr.
 *
 * @param text The text, with its line ends.
 */
export function write(text: string): void {
  try {
    const bytes = encoder.encode(text);
    let written = 0;
    while (written < bytes.length) {
      written += Deno.stderr.writeSync(bytes.subarray(written));
    }
  } catch {
    // Nobody reads it.
  }
}

/** A text on one line, with a space in the place of what is not printable. */
function oneLine(text: string): string {
  // Apart from U+FFFD, which may be the text's own.
  return text.split("\ufffd").map((part) =>
    printable(part).replace(/[\n\t\ufffd]+/g, " ")
  ).join("\ufffd").trim();
}
