/**
 * Says in a few words why a place cannot be opened.
 *
 * @param error What was thrown.
 * @returns The end of a sentence.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "no such file or folder";
  if (error instanceof Deno.errors.NotCapable) {
    // Devices, and pipes of a shell: `turns <(zcat traces.gz)`.
    return error.message.startsWith("Requires all access")
      ? "Deno opens it with --allow-all only; name a file elsewhere"
      : "Deno was not given leave to read it (--allow-read)";
  }
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  return error instanceof Error ? error.message : String(error);
}
