import { type Command, CommanderError } from "commander";
import { err, out } from "./_terminal.ts";
import { UsageError } from "./_usage_error.ts";

/**
 * Parses a command line.
 *
 * @typeParam T The command's options, and its question if it takes one.
 * @param command The command.
 * @param args The command line.
 * @returns What was asked, or `undefined` where help or the version was printed.
 * @throws {UsageError} If it cannot be understood; commander has said why.
 */
export function parse<T extends object>(
  command: Command,
  args: readonly string[],
): T | undefined {
  command.exitOverride().configureOutput({
    writeOut: (text) => out(text),
    writeErr: (text) => err(text),
    outputError: () => {},
  });
  try {
    // `deno task x -- --flag` hands the `--` on.
    command.parse(args[0] === "--" ? args.slice(1) : args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new UsageError(`${inOurStyle(error.message)}; see --help`);
  }
  return { ...command.opts(), question: command.processedArgs[0] } as T;
}

/** One line, with no period at its end. */
function inOurStyle(message: string): string {
  return message.replace(/^error: /, "").replaceAll("\n", " ").trim()
    .replace(/\.$/, "");
}
