import type { OtlpEndpoint } from "./_otlp_endpoint.ts";
import { type Outcome, readReply } from "./_otlp_reply.ts";
import { reasonOf } from "./warn.ts";

/** How a batch is sent. */
export interface SendOptions {
  /** Gives up. */
  readonly signal: AbortSignal;
  /** Whether the program waits for this batch in order to end. */
  isLast(): boolean;
}

const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 5000;

/**
 * Sends a batch, again where that may help, for as long as a batch may take.
 *
 * @param endpoint The collector.
 * @param body The batch.
 * @param options How.
 * @returns What became of it in the end. Never rejects.
 */
export async function sendBatch(
  endpoint: OtlpEndpoint,
  body: Uint8Array<ArrayBuffer>,
  options: SendOptions,
): Promise<Outcome> {
  const { timeoutMs } = endpoint;
  const giveUp = new AbortController();
  const abort = () => giveUp.abort(options.signal.reason);
  options.signal.addEventListener("abort", abort);
  if (options.signal.aborted) abort();
  const timer = setTimeout(
    () => giveUp.abort(`no answer within ${timeoutMs} ms`),
    timeoutMs,
  );
  try {
    const until = Date.now() + timeoutMs;
    return await attempts(endpoint, body, giveUp.signal, until, options);
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", abort);
  }
}

async function attempts(
  endpoint: OtlpEndpoint,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
  until: number,
  { isLast }: SendOptions,
): Promise<Outcome> {
  let delay = FIRST_DELAY_MS;
  let said: Outcome | undefined;
  while (true) {
    const outcome = await attempt(endpoint, body, signal);
    // What a collector said tells more than that time ran out afterwards.
    if (signal.aborted) return said ?? outcome;
    const { retry } = said = outcome;
    if (retry === undefined) return outcome;
    // Nobody listens: that is unlikely to change while somebody waits.
    if (retry === "unreachable" && isLast()) return outcome;
    const asked = retry === "unreachable" ? undefined : retry.afterMs;
    const wait = asked ?? delay * (0.8 + 0.4 * Math.random());
    if (Date.now() + wait >= until) return outcome;
    delay = Math.min(delay * 1.5, MAX_DELAY_MS);
    await sleep(wait, signal);
    if (signal.aborted) return outcome;
  }
}

async function attempt(
  endpoint: OtlpEndpoint,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    signal.throwIfAborted();
    return await readReply(endpoint, await endpoint.post(body, signal));
  } catch (error) {
    if (signal.aborted) return { failure: String(signal.reason) };
    return { failure: networkReason(error), retry: "unreachable" };
  }
}

/** Deno's message begins with the URL, which the line says already. */
function networkReason(error: unknown): string {
  const cause = error instanceof Error ? error.cause ?? error : error;
  const noise = /^error sending request.*?: client error \(\w+\): /;
  return reasonOf(cause).replace(noise, "");
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener("abort", wake);
  });
}
