function spelling(runner: string): string {
  return runner.toLowerCase().replaceAll("-", "_");
}

/**
 * Tells whether a span's runner is the one that was asked for. Commands have `-`
 * where the spans have `_`, and people type the commands.
 *
 * @param runner The span's runner.
 * @param asked What was asked for.
 * @returns Whether the two are one.
 */
export function isRunner(runner: string | undefined, asked: string): boolean {
  return runner !== undefined && spelling(runner) === spelling(asked);
}
