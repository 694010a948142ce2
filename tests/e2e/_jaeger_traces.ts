import { decodeOtlp } from "../../turns/source/decode_otlp.ts";
import type { Span } from "../../turns/source/span.ts";

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
export function readTrace(query: string, traceId: string): Promise<Span[]> {
  return readSpans(`${query}/api/v3/traces/${traceId}`);
}

/** The traces that a service has a part in. */
export interface ServiceTraces {
  /** The service. */
  readonly service: string;
  /** The first moment to look at. */
  readonly since: Date;
}

/** Reads all spans of a service's traces, as they are now. */
export function readTraces(
  query: string,
  { service, since }: ServiceTraces,
): Promise<Span[]> {
  const url = new URL(`${query}/api/v3/traces`);
  url.searchParams.set("query.service_name", service);
  url.searchParams.set("query.start_time_min", since.toISOString());
  const inAMinute = new Date(Date.now() + 60_000);
  url.searchParams.set("query.start_time_max", inAMinute.toISOString());
  url.searchParams.set("query.num_traces", "1500");
  return readSpans(url);
}

async function readSpans(url: string | URL): Promise<Span[]> {
  const response = await fetch(url);
  const body = await response.text();
  if (response.ok) return decodeOtlp(JSON.parse(body)) ?? [];
  if (response.status === 404) return [];
  throw new Error(`Jaeger answers ${response.status} to ${url}: ${body}`);
}
