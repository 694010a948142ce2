import { terminalColumns } from "../../command_line/terminal_columns.ts";

/** What the command needs of the process that it runs in. */
export interface TurnsIo {
  /** The folder that relative paths start from. */
  readonly folder: string;
  /** How wide the terminal is; absent when stdout is not a terminal. */
  readonly columns?: number;
  /** The same of stderr. */
  readonly errColumns?: number;
  /** Whether stdout shows colours. */
  readonly color: boolean;
  /**
   * Reads an environment variable.
   *
   * @param name Its name.
   * @returns Its value; `undefined` when it is not set or may not be read.
   */
  env(name: string): string | undefined;
  /**
   * Tells the time.
   *
   * @returns Milliseconds since 1970.
   */
  now(): number;
  /**
   * Writes a result.
   *
   * @param text The text.
   */
  out(text: string): Promise<void>;
  /**
   * Writes everything that is not a result.
   *
   * @param text The text.
   */
  err(text: string): Promise<void>;
}

function env(name: string): string | undefined {
  try {
    return Deno.env.get(name) || undefined;
  } catch (error) {
    // Without permission to read the environment the flags still work.
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}

async function write(
  stream: { write(bytes: Uint8Array): Promise<number> },
  text: string,
): Promise<void> {
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) rest = rest.subarray(await stream.write(rest));
}

/**
 * The process's own streams, environment and folder.
 *
 * @returns What the command needs.
 */
export function processIo(): TurnsIo {
  const terminal = Deno.stdout.isTerminal();
  const columns = terminalColumns(Deno.stdout);
  const errColumns = terminalColumns(Deno.stderr);
  return {
    folder: env("INIT_CWD") ?? Deno.cwd(),
    ...(columns !== undefined && { columns }),
    ...(errColumns !== undefined && { errColumns }),
    color: terminal && env("NO_COLOR") === undefined && env("TERM") !== "dumb",
    env,
    now: Date.now,
    out: (text) => write(Deno.stdout, text),
    err: (text) => write(Deno.stderr, text),
  };
}
