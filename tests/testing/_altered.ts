import type { RecordedSpan } from "../../testing/mod.ts";

/** A copy of a span in which some members are others. */
export function altered(span: RecordedSpan, members: object): RecordedSpan {
  const copy = Object.assign(
    Object.create(span),
    { spanContext: () => span.spanContext() },
  );
  for (const [key, value] of Object.entries(members)) {
    Object.defineProperty(copy, key, { value });
  }
  return copy;
}

/** A copy of a span with other attributes beside those that it has. */
export function having(span: RecordedSpan, attributes: object): RecordedSpan {
  return altered(span, { attributes: { ...span.attributes, ...attributes } });
}

/** As spans come that no longer say which library made them. */
export function withoutScope(spans: readonly RecordedSpan[]): RecordedSpan[] {
  return spans.map((span) =>
    altered(span, { instrumentationScope: undefined })
  );
}
