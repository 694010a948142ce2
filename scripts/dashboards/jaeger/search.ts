import type { Question } from "../questions.ts";

/** What is asked of one service: what equality, and a least duration, can find. */
export interface Search {
  /** What it answers, at least in part. */
  readonly questions: readonly Question[];
  /** Its line in the menu. */
  readonly label: string;
  /** The name of the span that is looked for. */
  readonly operation: string;
  /** Attributes of that one span. Jaeger compares all of them as strings. */
  readonly tags: Readonly<Record<string, string>>;
  /** How long the span took at least, such as `30s`. */
  readonly minDuration?: string;
}
