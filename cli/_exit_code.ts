import { err } from "./_terminal.ts";
import { UsageError } from "./_usage_error.ts";

/**
 * Runs a command to its end; what was used wrongly is one line and exit code 2.
 *
 * @param name The command's name.
 * @param command The command.
 * @returns The exit code.
 */
export async function exitCodeOf(
  name: string,
  command: () => Promise<number>,
): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err(`${name}: ${error.message}`);
    return 2;
  }
}
