import { LocalError } from "./local_error.ts";
import { LoggedProcess, type ProcessInit, tailOf } from "./logged_process.ts";

/** A server to start. */
export interface ServiceInit extends ProcessInit {
  /** What it is, as in "Cannot start Jaeger". */
  readonly name: string;
  /** A URL that answers 2xx as soon as the server is ready. */
  readonly readyUrl: string;
  /** Gives up on starting it. */
  readonly signal: AbortSignal;
}

/** A server on this machine. Leaving its block stops it. */
export interface Service extends AsyncDisposable {
  /** Resolves when the server has ended, by itself or because it was stopped. */
  readonly ended: Promise<Deno.CommandStatus>;
}

/** Two minutes: Python reads some thousand files first, on a cold disk. */
const READY_TIMEOUT_MS = 120_000;
const PROBE_INTERVAL_MS = 100;

/**
 * Starts a server and waits until it is ready.
 *
 * @param init The server.
 * @returns The server, which answers.
 * @throws {LocalError} If it ends before it is ready, or is not ready in two
 * minutes; the message has the end of its log.
 * @throws The signal's reason, if that aborts.
 */
export async function startService(init: ServiceInit): Promise<Service> {
  const { name, readyUrl, log, signal } = init;
  signal.throwIfAborted();
  const process = new LoggedProcess(init);
  const ended = new AbortController();
  const givenUp = AbortSignal.any([
    signal,
    ended.signal,
    AbortSignal.timeout(READY_TIMEOUT_MS),
  ]);
  process.ended.then(() => ended.abort());
  if (await isReady(readyUrl, givenUp)) return process;
  const status = ended.signal.aborted ? await process.ended : undefined;
  await process[Symbol.asyncDispose]();
  signal.throwIfAborted();
  throw new LocalError(
    status === undefined
      ? `Cannot start ${name}: it did not answer at ${readyUrl} in ${
        READY_TIMEOUT_MS / 1000
      } s; see ${log}`
      : `Cannot start ${name}: it ended with exit code ${status.code}. The end of ${log}:\n${await tailOf(
        log,
      )}`,
  );
}

/** Requests a URL until it answers 2xx, as a server announces nothing. */
async function isReady(url: string, givenUp: AbortSignal): Promise<boolean> {
  while (!givenUp.aborted) {
    const response = await fetch(url, { signal: givenUp }).catch(() =>
      undefined
    );
    await response?.body?.cancel();
    if (response?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, PROBE_INTERVAL_MS));
  }
  return false;
}
