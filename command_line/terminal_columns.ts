/**
 * Measures the terminal that a stream goes to.
 *
 * @param stream `Deno.stdout` or `Deno.stderr`.
 * @returns How many columns it has; `undefined` where it is no terminal, or one
 * that does not know.
 */
export function terminalColumns(
  stream: { isTerminal(): boolean },
): number | undefined {
  if (!stream.isTerminal()) return undefined;
  try {
    return Deno.consoleSize().columns || undefined;
  } catch {
    return undefined;
  }
}
