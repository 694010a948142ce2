import type { Span } from "./span.ts";

/**
 * What a reader is about to look for.
 *
 * Every field narrows the search, and every field is a hint: a source that can
 * search (a database, a backend's API) uses them to send less, one that cannot
 * ignores them. It may give more than was asked for, and never less.
 */
export interface SpanQuery {
  /** Only these traces, and all the spans of each. */
  readonly traceIds?: ReadonlySet<string>;
  /** Only turns and model calls with more input tokens than this. */
  readonly overTokens?: number;
  /** Only turns and model calls whose model's name contains this. */
  readonly model?: string;
  /** Only turns and model calls that started at or after this time, in ms. */
  readonly sinceMs?: number;
}

/** Somewhere that spans can be read from, any number of times. */
export interface TraceSource {
  /** Where it looks, for people: a path, a URL. */
  readonly places: readonly string[];
  /**
   * Reads spans, in any order.
   *
   * @param query What is looked for.
   * @returns The spans, one by one.
   * @throws {SourceError} If a place cannot be read.
   */
  spans(query?: SpanQuery): AsyncIterable<Span>;
  /**
   * What was left out by the last complete reading, one line each.
   *
   * @returns The lines; none when everything could be read.
   */
  warnings(): readonly string[];
}

/**
 * Error thrown when a source cannot be read at all.
 *
 * @example Usage
 * ```ts
 * import {
 *   FileSource,
 *   rankTurns,
 *   SourceError,
 * } from "@turnspan/turnspan/turns";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const source = new FileSource(["no_such_file.jsonl"]);
 * const error = await assertRejects(() => rankTurns(source), SourceError);
 * assertEquals(error.place, "no_such_file.jsonl");
 * ```
 */
export class SourceError extends Error {
  /** The place that could not be read. */
  readonly place: string;

  /**
   * Constructs a new instance.
   *
   * @param place The place that could not be read.
   * @param state Why, as the end of a sentence.
   */
  constructor(place: string, state: string) {
    super(`Cannot read traces from "${place}": ${state}`);
    this.name = "SourceError";
    this.place = place;
  }
}
