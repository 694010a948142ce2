import type { Foreign } from "./_foreign.ts";

/** Lines that were passed over. */
export interface LineCount {
  /** How many there are. */
  count: number;
  /** The number of the first of them, from 1. */
  first: number;
}

/** What a file was found to hold besides its spans. */
export interface FileFindings {
  /** Lines that are cut off or damaged. */
  damaged?: LineCount;
  /** Lines that are no JSON at all: of a log, say, that spans are printed to. */
  text?: LineCount;
  /** Why the file as a whole cannot be read; with nothing read from it. */
  unreadable?: Foreign | undefined;
  /** Whether there is not one character in it. */
  isEmpty?: boolean;
  /** Whether there is OTLP in it, be it without spans. */
  isOtlp?: true;
  /** The first document in it that is no OTLP. */
  foreign?: Foreign;
}

/** Notes a line that was passed over, by its number. */
export function noteLine(
  findings: FileFindings,
  which: "damaged" | "text",
  line: number,
): void {
  (findings[which] ??= { count: 0, first: line }).count++;
}
