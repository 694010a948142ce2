import type { Search } from "./search.ts";

/** As far back as Jaeger looks where a link does not say: it is in its list. */
const LOOKBACK = "2d";

const LIMIT = "20";

/**
 * Links to a search on Jaeger's page.
 *
 * @param service The service whose spans are searched.
 * @param search What is looked for.
 * @returns The address, relative to Jaeger's.
 */
export function searchUrl(
  service: string,
  search: Pick<Search, "operation" | "tags" | "minDuration">,
): string {
  const { operation, tags, minDuration } = search;
  const parameters = {
    service,
    operation,
    ...(Object.keys(tags).length > 0 && { tags: JSON.stringify(tags) }),
    ...(minDuration !== undefined && { minDuration }),
    lookback: LOOKBACK,
    limit: LIMIT,
  };
  const query = Object.entries(parameters).map(([key, value]) =>
    `${key}=${encoded(value)}`
  );
  return `/search?${query.join("&")}`;
}

/** What Jaeger's page puts in for `#{…}` it encodes by itself. */
function encoded(value: string): string {
  return value.split(/(#\{[^{}]*\})/).map((part) =>
    part.startsWith("#{") ? part : encodeURIComponent(part)
  ).join("");
}
