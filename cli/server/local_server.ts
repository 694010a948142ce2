import type { Interrupt } from "@turnspan/turnspan";
import { LocalError } from "../../servers/process/local_error.ts";
import type { Service } from "../../servers/process/service.ts";
import { stateFolder } from "../../servers/process/state_folder.ts";
import { err, StatusLine } from "../shared/terminal.ts";

/** Milliseconds between two updates of a line that shows the time. */
const INTERVAL_MS = 1000;

/** The time, in UTC, for a file's name. */
export function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "").replaceAll(":", "-");
}

/**
 * A new file for what a server writes.
 *
 * @throws {LocalError} If it cannot be written.
 */
export async function newLog(name: string): Promise<string> {
  try {
    const log = `${await stateFolder("logs")}/${name}-${timestamp()}.log`;
    await Deno.writeTextFile(log, "", { append: true });
    return log;
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new LocalError(`Cannot write the log of ${name}: ${reason}`);
  }
}

/**
 * Prints what takes long, and on a terminal for how long it has been running.
 *
 * @param what What is done.
 * @param log Where its output goes.
 * @param expected How long it takes, and what there is then: more lines.
 * @returns Ends the line with the time.
 */
export function longWork(
  what: string,
  log: string,
  expected?: string,
): Disposable {
  err(`${what}. The log is ${log}`);
  if (expected !== undefined) err(expected);
  const line = new StatusLine();
  const start = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - start) / 1000);
    line.show(`${what} · ${seconds} s`);
  }, INTERVAL_MS);
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
      line.clear();
    },
  };
}

/**
 * Runs a command that starts servers, and returns its exit code. What could not
 * be started is one line and exit code 1; an interrupt is no error.
 */
export async function serverCode(
  name: string,
  interrupt: Interrupt,
  command: () => Promise<number>,
): Promise<number> {
  try {
    const code = await command();
    return interrupt.exitCode ?? code;
  } catch (error) {
    if (interrupt.exitCode !== undefined) return interrupt.exitCode;
    if (!(error instanceof LocalError)) throw error;
    err(`${name}: ${error.message}`);
    return 1;
  }
}

/**
 * Keeps a server until the person interrupts it.
 *
 * @throws {LocalError} If it ends by itself.
 */
export async function serve(
  name: string,
  service: Service,
  log: string,
  { signal }: Interrupt,
): Promise<void> {
  const interrupted = new Promise<undefined>((resolve) =>
    signal.aborted
      ? resolve(undefined)
      : signal.addEventListener("abort", () => resolve(undefined))
  );
  const status = await Promise.race([service.ended, interrupted]);
  if (status === undefined) return;
  throw new LocalError(
    `${name} has ended by itself, with exit code ${status.code}; see ${log}`,
  );
}
