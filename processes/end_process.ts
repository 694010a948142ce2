/** A process that can be ended. */
export interface EndableProcess {
  /** Resolves once it has ended. */
  readonly ended: Promise<unknown>;
  /** Sends it a signal; throws, or does nothing, once it has ended. */
  kill(signal: Deno.Signal): void;
}

/** Milliseconds that what was killed has to be gone. */
const KILLED_MS = 1_000;

/**
 * Ends a process and waits for it: by a signal, and by SIGKILL where it has not
 * ended so many milliseconds later. It is not waited for any longer where it
 * has ended, and what it started still holds its output.
 *
 * @throws Whatever `ended` rejects with.
 */
export async function endProcess(
  process: EndableProcess,
  graceMs: number,
  signal: Deno.Signal = "SIGTERM",
): Promise<void> {
  send(process, signal);
  if (await endsWithin(graceMs, process)) return;
  send(process, "SIGKILL");
  await endsWithin(KILLED_MS, process);
}

function send(process: EndableProcess, signal: Deno.Signal): void {
  try {
    process.kill(signal);
  } catch {
    // It has ended a moment ago.
  }
}

async function endsWithin(
  milliseconds: number,
  { ended }: EndableProcess,
): Promise<boolean> {
  const { promise: over, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), milliseconds);
  try {
    return await Promise.race([ended.then(() => true), over]);
  } finally {
    clearTimeout(timer);
  }
}
