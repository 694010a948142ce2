import { decodeOtlp } from "../../turns/decode_otlp.ts";
import type { Span } from "../../turns/span.ts";

/** Milliseconds until a span that was sent has to be there. */
const DEADLINE_MS = 30_000;
const INTERVAL_MS = 200;

/**
 * Reads something from Jaeger until it is as it should be: spans come from
 * several processes, each in its own time, and Jaeger tells nobody.
 *
 * @typeParam T What is read.
 * @param read Reads it.
 * @param done Whether it is as it should be.
 * @returns What was read last: after half a minute, whatever it is like.
 */
export async function settled<T>(
  read: () => Promise<T>,
  done: (value: T) => boolean,
): Promise<T> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const value = await read();
    if (done(value) || performance.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}

/** Reads a trace as it is now; no spans where Jaeger does not know it. */
export async function readTrace(
  query: string,
  traceId: string,
): Promise<Span[]> {
  const response = await fetch(`${query}/api/v3/traces/${traceId}`);
  const body = await response.json();
  return response.ok ? decodeOtlp(body) ?? [] : [];
}
