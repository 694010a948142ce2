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

/** A server of this machine's. Leaving its block stops it. */
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
  try {
    const given = AbortSignal.any([
      signal,
      AbortSignal.timeout(READY_TIMEOUT_MS),
    ]);
    const status = await Promise.race([
      process.ended,
      ready(readyUrl, given),
    ]);
    if (status === undefined) return process;
    const end = await tailOf(log);
    throw new LocalError(
      `Cannot start ${name}: it ended with exit code ${status.code}. The end of ${log}:\n${end}`,
    );
  } catch (error) {
    await process[Symbol.asyncDispose]();
    signal.throwIfAborted();
    if (error instanceof LocalError) throw error;
    throw new LocalError(
      `Cannot start ${name}: it did not answer at ${readyUrl} in ${
        READY_TIMEOUT_MS / 1000
      } s; see ${log}`,
      { cause: error },
    );
  }
}

/** Resolves once the URL answers 2xx: a server tells nobody that it is ready. */
async function ready(url: string, signal: AbortSignal): Promise<undefined> {
  for (;;) {
    const response = await fetch(url, { signal }).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, PROBE_INTERVAL_MS));
  }
}
