// deno-lint-ignore-file no-console -- where a command writes by default
import { printable } from "../tracing/base/printable.ts";
import type { Command, Flags, Values } from "./command.ts";
import { parseCommandLine } from "./parse_command_line.ts";
import { UsageError } from "./usage_error.ts";

/** Where the lines of a command go. */
export interface CommandIo {
  readonly out: (line: string) => unknown;
  readonly err: (line: string) => unknown;
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
  io: CommandIo = { out: console.log, err: console.error },
): Promise<number> {
  try {
    const line = parseCommandLine(command, args);
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
