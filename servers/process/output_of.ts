/**
 * Runs a short program and reads what it prints.
 *
 * @param program The program: a path, or a name that is looked up.
 * @param args Its arguments.
 * @returns Its stdout; `undefined` where it fails, or there is no such program.
 */
export async function outputOf(
  program: string,
  args: readonly string[],
): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(program, {
      args: [...args],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch (error) {
    // It does not exist, or may not be run.
    if (
      error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.PermissionDenied
    ) return undefined;
    throw error;
  }
}
