import type { Span } from "../../turns/source/span.ts";

/** What a link of Jaeger's page searches for. */
export interface JaegerSearch {
  readonly service: string;
  /** The name of the span. */
  readonly operation: string;
  readonly tags: Readonly<Record<string, string>>;
  /** How long the span took at least, such as `30s`. */
  readonly minDuration: string | undefined;
  readonly lookback: string;
  /** How many traces are shown. */
  readonly limit: number;
}

const PARAMETERS = [
  "service",
  "operation",
  "tags",
  "minDuration",
  "lookback",
  "limit",
];

/**
 * Reads a link as Jaeger's page does.
 *
 * @throws {TypeError} If it is no search, or says what the page does not read.
 */
export function jaegerSearch(link: string): JaegerSearch {
  const { pathname, searchParams } = new URL(link, "http://jaeger");
  const unread = [...searchParams.keys()].filter((key) =>
    !PARAMETERS.includes(key)
  );
  if (pathname !== "/search" || unread.length > 0) {
    throw new TypeError(`Cannot search by "${link}"`);
  }
  return {
    service: searchParams.get("service") ?? "",
    operation: searchParams.get("operation") ?? "",
    tags: JSON.parse(searchParams.get("tags") ?? "{}"),
    minDuration: searchParams.get("minDuration") ?? undefined,
    lookback: searchParams.get("lookback") ?? "",
    limit: Number(searchParams.get("limit")),
  };
}

/** Whether a search is for this span: all that it says is true of it alone. */
export function isSearched(search: JaegerSearch, span: Span): boolean {
  return span.service === search.service && span.name === search.operation &&
    Object.entries(search.tags).every(([key, value]) =>
      String(span.attributes[key]) === value
    ) && span.endMs - span.startMs >= milliseconds(search.minDuration);
}

function milliseconds(duration = "0s"): number {
  const [, seconds] = /^(\d+)s$/.exec(duration) ?? [];
  return Number(seconds) * 1000;
}
