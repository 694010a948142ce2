/** Where a trace is moved to. */
export interface MovedTo {
  /** The service that made it. */
  readonly service: string;
  /** When its last span ends, in milliseconds since 1970. */
  readonly endMs: number;
}

/**
 * Makes a copy of a trace with a fresh id, as if it had been recorded just now
 * by another service.
 *
 * @param requests OTLP/JSON requests, all of one trace.
 * @returns The trace's id, and one OTLP/JSON request with all of it.
 */
export function movedTrace(
  requests: readonly string[],
  { service, endMs }: MovedTo,
): { traceId: string; request: string } {
  const traceId = crypto.randomUUID().replaceAll("-", "");
  const text = `[${requests.join(",")}]`;
  const ends = [...text.matchAll(/"endTimeUnixNano":"(\d+)"/g)]
    .map(([, end = ""]) => BigInt(end));
  const last = ends.reduce((latest, end) => end > latest ? end : latest, 0n);
  const shift = BigInt(Math.round(endMs)) * 1_000_000n - last;
  const moved = JSON.parse(text, (key, value) => {
    if (key === "traceId") return traceId;
    if (key.endsWith("TimeUnixNano") || key === "timeUnixNano") {
      return String(BigInt(value) + shift);
    }
    return key === "resource" ? resourceOf(service) : value;
  });
  const resourceSpans = moved.flatMap((
    request: { resourceSpans: unknown[] },
  ) => request.resourceSpans);
  return { traceId, request: JSON.stringify({ resourceSpans }) };
}

function resourceOf(service: string) {
  return {
    attributes: [{ key: "service.name", value: { stringValue: service } }],
  };
}
