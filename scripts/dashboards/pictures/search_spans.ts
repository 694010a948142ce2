import type { Span } from "../../../turns/source/span.ts";
import type { Search } from "../jaeger/search.ts";

/**
 * Finds what a link's search finds: Jaeger compares tags as strings.
 *
 * @param spans The spans that are searched.
 * @param service The service.
 * @param search What is looked for.
 * @returns The spans that are found.
 */
export function searchSpans(
  spans: readonly Span[],
  service: string,
  { operation, tags, minDuration = "0s" }: Search,
): Span[] {
  const least = Number.parseFloat(minDuration) * 1000;
  return spans.filter((span) =>
    span.service === service && span.name === operation &&
    span.endMs - span.startMs >= least &&
    Object.entries(tags).every(([key, value]) =>
      `${span.attributes[key]}` === value
    )
  );
}
