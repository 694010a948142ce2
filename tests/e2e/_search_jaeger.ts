import { decodeOtlp } from "../../turns/source/decode_otlp.ts";
import type { Span } from "../../turns/source/span.ts";
import { isSearched, type JaegerSearch } from "../_helpers/jaeger_search.ts";

/** Where is searched. */
export interface SearchedJaeger {
  /** Jaeger's address for queries. */
  readonly query: string;
  /** The first moment to look at. */
  readonly since: Date;
}

/**
 * Searches as Jaeger's page does behind a link.
 *
 * `/api/v3` comes first. Up to 2.13 it overlooks attributes, and then answers
 * with traces that have no such span: the older route is asked in its place.
 *
 * @param search What the link says.
 * @param jaeger Where is searched.
 * @returns The ids of the traces that it found.
 * @throws {Error} If Jaeger refuses.
 */
export async function searchJaeger(
  search: JaegerSearch,
  jaeger: SearchedJaeger,
): Promise<string[]> {
  const spans = await searchV3(search, jaeger);
  const asked = new Set(
    spans.filter((span) => isSearched(search, span)).map(traceOf),
  );
  const traceIds = [...new Set(spans.map(traceOf))];
  const overlooked = traceIds.some((traceId) => !asked.has(traceId));
  return overlooked ? await searchV1(search, jaeger) : traceIds;
}

async function searchV3(
  { service, operation, tags, minDuration, limit }: JaegerSearch,
  { query, since }: SearchedJaeger,
): Promise<Span[]> {
  // 2.13 reads these names alone, and newer releases still do.
  const parameters = {
    "query.service_name": service,
    "query.operation_name": operation,
    "query.attributes": JSON.stringify(tags),
    "query.start_time_min": since.toISOString(),
    "query.start_time_max": inAMinute().toISOString(),
    "query.num_traces": String(limit),
    ...(minDuration !== undefined && { "query.duration_min": minDuration }),
  };
  const found = await answer(`${query}/api/v3/traces`, parameters);
  return found === undefined ? [] : decodeOtlp(JSON.parse(found)) ?? [];
}

async function searchV1(
  { service, operation, tags, minDuration, limit }: JaegerSearch,
  { query, since }: SearchedJaeger,
): Promise<string[]> {
  const parameters = {
    service,
    operation,
    tags: JSON.stringify(tags),
    start: `${since.getTime()}000`,
    end: `${inAMinute().getTime()}000`,
    limit: String(limit),
    ...(minDuration !== undefined && { minDuration }),
  };
  const found = await answer(`${query}/api/traces`, parameters);
  const { data }: { data: { traceID: string }[] } = JSON.parse(
    found ?? '{"data":[]}',
  );
  return data.map(({ traceID }) => traceID);
}

/** A reply, or none where nothing was found. */
async function answer(
  route: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const url = `${route}?${new URLSearchParams(parameters)}`;
  const response = await fetch(url);
  const body = await response.text();
  if (response.ok) return body;
  if (response.status === 404) return undefined;
  throw new Error(`Jaeger answers ${response.status} to ${url}: ${body}`);
}

function traceOf({ traceId }: Span): string {
  return traceId;
}

function inAMinute(): Date {
  return new Date(Date.now() + 60_000);
}
