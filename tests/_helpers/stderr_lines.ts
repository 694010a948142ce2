/** Keeps the lines that are written to stderr, until the end of its block. */
export function stderrLines(): Disposable & { readonly lines: string[] } {
  const { writeSync } = Deno.stderr;
  const lines: string[] = [];
  Deno.stderr.writeSync = (bytes) => {
    lines.push(new TextDecoder().decode(bytes).trimEnd());
    return bytes.length;
  };
  return {
    lines,
    [Symbol.dispose]() {
      Deno.stderr.writeSync = writeSync;
    },
  };
}
