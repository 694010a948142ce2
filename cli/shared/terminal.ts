const encoder = new TextEncoder();

/** Writes a line to stdout. A reader that has gone away is not an error. */
export function out(line: string): void {
  write(Deno.stdout, line);
}

/** Writes a line to stderr. */
export function err(line: string): void {
  write(Deno.stderr, line);
}

function write(
  stream: { writeSync(bytes: Uint8Array): number },
  line: string,
): void {
  const bytes = encoder.encode(line.endsWith("\n") ? line : `${line}\n`);
  try {
    for (let sent = 0; sent < bytes.length;) {
      sent += stream.writeSync(bytes.subarray(sent));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** The folder that a person typed the command in. */
export function personsFolder(): string {
  // A task runs in the folder of its deno.json and keeps the person's here.
  return Deno.env.get("INIT_CWD") || Deno.cwd();
}

/** A path relative to the folder that the person typed the command in. */
export function personsPath(path: string): string {
  return path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path)
    ? path
    : `${personsFolder()}/${path}`;
}
