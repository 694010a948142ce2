import { printableLine } from "../../tracing/base/printable.ts";

const WORDS: ReadonlyMap<string, string> = new Map([
  ["user", "the user's messages"],
  ["assistant", "the model's own replies"],
  ["instructions", "the instructions"],
  ["tools", "the tool definitions"],
  ["tools:local", "the program's own tool definitions"],
  ["reasoning", "the model's reasoning"],
  ["output_schema", "the schema of the reply"],
  ["vendor", "what the vendor adds"],
  ["other", "many smaller sources"],
]);

/**
 * Writes a source as a part of a sentence.
 *
 * @param source The source, as spans have it.
 * @returns For example `the user's messages`; a tool's name as it is.
 */
export function sourceInWords(source: string): string {
  const words = WORDS.get(source);
  if (words !== undefined) return words;
  const name = printableLine(source);
  return name.startsWith("tools:")
    ? `the tool definitions of ${name.slice("tools:".length)}`
    : name;
}
