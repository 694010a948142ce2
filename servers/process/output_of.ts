/**
 * Runs a short program and reads what it prints.
 *
 * @param program The program: a path, or a name that is looked up.
 * @param args Its arguments.
 * @param signal Stops it.
 * @returns Its stdout; `undefined` where it fails, or there is no such program.
 * @throws The signal's reason, if that aborts.
 */
export async function outputOf(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  // Not only once it has ended: what it started may hold its output open.
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const output = new Deno.Command(program, {
      args: [...args],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
      signal,
    }).output();
    const { success, stdout } = await Promise.race([output, aborted]);
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch (error) {
    // It does not exist, or may not be run.
    if (
      error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.PermissionDenied
    ) return undefined;
    throw error;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
