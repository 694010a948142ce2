import type { SpanSource } from "./assert_span_tree.ts";
import type { RecordedSpan } from "./recorded_span.ts";

/**
 * Takes the spans out of a recorder, or the list that they are.
 *
 * @throws {TypeError} If it is neither.
 */
export function spansIn(source: SpanSource): readonly RecordedSpan[] {
  const spans: unknown = Array.isArray(source)
    ? source
    : (source as { readonly spans?: unknown } | undefined | null)?.spans;
  if (!Array.isArray(spans) || !spans.every(isSpan)) {
    throw new TypeError(
      'Cannot look at "spans": they are neither a SpanRecorder nor a list of finished spans',
    );
  }
  return spans;
}

function isSpan(value: Partial<RecordedSpan> | undefined | null): boolean {
  return typeof value?.name === "string" &&
    typeof value.spanContext === "function";
}
