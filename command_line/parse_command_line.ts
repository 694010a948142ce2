import { parseArgs } from "@std/cli";
import { levenshteinDistance } from "@std/text";
import metadata from "../deno.json" with { type: "json" };
import type { Command, Flags, Values } from "./command.ts";
import { helpText } from "./help_text.ts";
import { type KnownFlag, knownFlags } from "./known_flags.ts";
import { UsageError } from "./usage_error.ts";

/** A command line as read: a text to print and nothing else, or the command. */
export type CommandLine<F extends Flags> =
  | { readonly text: string }
  | { readonly values: Values<F>; readonly operands: readonly string[] };

/**
 * Reads a command line.
 *
 * @param command The command.
 * @param args The words.
 * @param columns How wide the terminal is that help is printed on.
 * @returns The text to print, or the values of the flags.
 * @throws {UsageError} If they cannot be understood: one line.
 */
export function parseCommandLine<F extends Flags>(
  command: Command<F>,
  args: readonly string[],
  columns?: number,
): CommandLine<F> {
  const flags = knownFlags(command);
  // `deno task x -- --flag` hands the `--` on.
  const sorted = sortWords(args[0] === "--" ? args.slice(1) : args, flags);
  const { "--": operands, ...given } = parseArgs(
    [...sorted.words, "--", ...sorted.operands],
    {
      "--": true,
      alias: { h: "help", V: "version" },
      boolean: namesOf(flags.filter(({ takesValue }) => !takesValue)),
      string: namesOf(flags.filter(({ takesValue }) => takesValue)),
      collect: namesOf(flags.filter(({ repeats }) => repeats)),
    },
  );
  if (given.help) return { text: helpText(command, columns) };
  if (given.version) return { text: metadata.version };
  if (sorted.problem !== undefined) throw refusal(sorted.problem);
  const values = flags.filter(({ key }) => key in command.flags)
    .map((flag) => [flag.key, valueOf(flag, given[flag.name])])
    .filter(([, value]) => value !== undefined);
  checkOperands(command, operands);
  return { values: Object.fromEntries(values), operands };
}

/** The words of a command line, flags apart. */
interface Sorted {
  readonly words: readonly string[];
  readonly operands: readonly string[];
  /** What is wrong with the first flag that is wrong. */
  readonly problem: string | undefined;
}

/**
 * Writes each flag as one word, with its value in it, and separates what is no
 * flag. `parseArgs` alone would guess: it takes no value that begins with a dash,
 * and takes `--json true` for one flag, `--no-json=1` for `--json`, `-1` for a
 * flag.
 */
function sortWords(
  args: readonly string[],
  known: readonly KnownFlag[],
): Sorted {
  // One by one: a shell may hand over more files than a call takes arguments.
  const rest = args.values();
  const words: string[] = [];
  const operands: string[] = [];
  let problem: string | undefined;
  let isFlag = true;
  for (const word of rest) {
    const [name] = word.split("=", 1);
    const flag = known.find((flag) => `--${flag.name}` === name);
    if (!isFlag || isOperand(word)) operands.push(word);
    else if (word === "--") isFlag = false;
    else if (flag?.takesValue && word === name) {
      const value: string | undefined = rest.next().value;
      if (value !== undefined) words.push(`${word}=${value}`);
      else problem ??= `option '${flag.usage}' argument missing`;
    } else if (flag?.takesValue || flag && word === name) words.push(word);
    else if (/^-[hV]+$/.test(word)) words.push(word);
    else {
      problem ??= `unknown option '${word}'${suggestion(word, namesOf(known))}`;
    }
  }
  return { words, operands, problem };
}

/**
 * Names the flags that may have been meant.
 *
 * @param word The flag as it was typed.
 * @param names The names of those that there are.
 * @returns The end of the error; empty where no flag is similar.
 */
function suggestion(word: string, names: readonly string[]): string {
  const typed = word.replaceAll(/^-+|=.*/gs, "").toLowerCase();
  const near = names.map((name) => ({ name, edits: edits(typed, name) }))
    .filter(({ name, edits }) =>
      edits <= 3 && edits < 0.6 * Math.max(typed.length, name.length)
    );
  const least = Math.min(...near.map(({ edits }) => edits));
  const meant = near.filter(({ edits }) => edits === least)
    .map(({ name }) => `--${name}`);
  return meant.length === 0 ? "" : ` (Did you mean ${meant.join(" or ")}?)`;
}

/** How many typing errors separate the two; swapped letters are one. */
function edits(typed: string, name: string): number {
  const sorted = (word: string) => [...word].sort().join();
  if (typed !== name && sorted(typed) === sorted(name)) return 1;
  return levenshteinDistance(typed, name);
}

/** Whether it is no flag. `-` is stdin, and no flag is a number. */
function isOperand(word: string): boolean {
  return !/^-./s.test(word) || /^-(\d+|\d*\.\d+)(e[+-]?\d+)?$/i.test(word);
}

function namesOf(flags: readonly KnownFlag[]): string[] {
  return flags.map(({ name }) => name);
}

function checkOperands({ operand }: Command, given: readonly string[]): void {
  const { usage = "" } = operand ?? {};
  if (usage.startsWith("<") && given.length === 0) {
    throw refusal(`missing required argument '${usage.slice(1, -1)}'`);
  }
  const most = operand === undefined ? 0 : 1;
  if (given.length <= most || usage.endsWith("...]")) return;
  throw refusal(
    `too many arguments. Expected ${most} argument${most === 1 ? "" : "s"} ` +
      `but got ${given.length}: ${given.join(", ")}`,
  );
}

function valueOf(flag: KnownFlag, given: unknown): unknown {
  if (given === undefined) return flag.default;
  if (Array.isArray(given)) {
    return given.length === 0
      ? flag.default
      : given.map((one: unknown) => valueOf(flag, one));
  }
  if (typeof given !== "string" || flag.read === undefined) return given;
  try {
    const value = flag.read(given);
    if (value !== undefined) return value;
  } catch (error) {
    if (error instanceof RangeError) throw refusal(error.message);
    throw error;
  }
  const { usage, expects } = flag;
  throw refusal(`option '${usage}' argument '${given}' is invalid. ${expects}`);
}

/** One line, whatever was typed. */
function refusal(message: string): UsageError {
  return new UsageError(`${message.replaceAll("\n", " ")}; see --help`);
}
