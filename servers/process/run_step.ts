import { LocalError } from "./local_error.ts";
import { LoggedProcess, type ProcessInit, tailOf } from "./logged_process.ts";

/** A program that is run to its end. */
export interface Step extends ProcessInit {
  /** What it does, as in "Cannot build Jaeger". */
  readonly what: string;
  /** Stops it. */
  readonly signal: AbortSignal;
}

/**
 * Runs a program to its end.
 *
 * @param step The program.
 * @throws {LocalError} If it fails; the message has the end of its log.
 * @throws The signal's reason, if that aborts.
 */
export async function runStep({ what, signal, ...init }: Step): Promise<void> {
  signal.throwIfAborted();
  const process = new LoggedProcess(init);
  const stop = () => void process[Symbol.asyncDispose]();
  signal.addEventListener("abort", stop);
  const { success, code } = await process.ended;
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (success) return;
  throw new LocalError(
    `Cannot ${what}: "${init.program} ${
      init.args.join(" ")
    }" ended with exit code ${code}. The end of ${init.log}:\n${await tailOf(
      init.log,
    )}`,
  );
}
