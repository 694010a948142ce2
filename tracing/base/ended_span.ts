import { NonRecordingSpan } from "./api.ts";

/**
 * What is left of a span that has ended: which one it was. It stands in contexts
 * for the span itself, which would keep all of its attributes.
 */
export class EndedSpan extends NonRecordingSpan {
  /** As the spans of the SDK say it. */
  readonly ended = true;
}
