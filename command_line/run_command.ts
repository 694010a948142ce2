// deno-lint-ignore-file no-console -- where a command writes by default
import { printable } from "../tracing/base/printable.ts";
import { fitted } from "./fitted.ts";
import type { Command, Flags, Values } from "./command.ts";
import { parseCommandLine } from "./parse_command_line.ts";
import { UsageError } from "./usage_error.ts";

/** Where the lines of a command go. */
export interface CommandIo {
  readonly out: (line: string) => unknown;
  readonly err: (line: string) => unknown;
  /** How wide the terminal is; absent where `out` goes elsewhere. */
  readonly columns?: number;
}

/**
 * Runs a command; wrong usage is one line and exit code 2.
 *
 * @param command The command.
 * @param args The command line.
 * @param run What it does.
 * @param io Where help and that line go; the process's streams unless given.
 * @returns The exit code.
 */
export async function runCommand<F extends Flags>(
  command: Command<F>,
  args: readonly string[],
  run: (values: Values<F>, operands: readonly string[]) => Promise<number>,
  io: CommandIo = processIo(),
): Promise<number> {
  try {
    const line = parseCommandLine(command, args, io.columns);
    if (!("text" in line)) return await run(line.values, line.operands);
    await io.out(line.text);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // It may quote a file that somebody else wrote, such as an `mcp.json`.
    await io.err(printable(`${command.name}: ${error.message}`));
    return 2;
  }
}

function processIo(): CommandIo {
  return {
    out: console.log,
    err: (line) => console.error(shownError(line)),
    ...(Deno.stdout.isTerminal() && Deno.consoleSize()),
  };
}

/** An error of one line stays one, to be copied; a table in it has to fit. */
function shownError(text: string): string {
  return text.includes("\n") && Deno.stderr.isTerminal()
    ? fitted(text, Deno.consoleSize().columns)
    : text;
}
