/** A process that can be ended. */
export interface EndableProcess {
  /** Resolves once it has ended. */
  readonly ended: Promise<unknown>;
  /** Sends it a signal; does nothing once it has ended. */
  kill(signal: Deno.Signal): void;
}

/**
 * Ends a process and waits for it: by a signal, and by SIGKILL where it has not
 * ended so many milliseconds later.
 */
export async function endProcess(
  process: EndableProcess,
  graceMs: number,
  signal: Deno.Signal = "SIGTERM",
): Promise<void> {
  process.kill(signal);
  const timer = setTimeout(() => process.kill("SIGKILL"), graceMs);
  try {
    await process.ended;
  } finally {
    clearTimeout(timer);
  }
}
