import { batchesOf, FileSource } from "./file_source.ts";
import type { Span } from "./span.ts";
import type { SpanLook } from "./span_look.ts";
import type { SpanQuery, TraceSource } from "./trace_source.ts";

/** Not where somebody changed what a source of files gives. */
function isFiles(source: TraceSource): source is FileSource {
  return source instanceof FileSource &&
    source.spans === FileSource.prototype.spans;
}

/**
 * Reads spans, some at a time: to wait for each of a million takes seconds.
 *
 * @param source Where to read.
 * @param query What is looked for.
 * @param look What is looked at of it; everything unless given.
 * @returns The spans.
 * @throws {SourceError} If a place cannot be read.
 */
export async function* readBatches(
  source: TraceSource,
  query?: SpanQuery,
  look?: SpanLook,
): AsyncGenerator<readonly Span[]> {
  if (isFiles(source)) yield* batchesOf(source, query, look);
  else for await (const span of source.spans(query)) yield [span];
}
