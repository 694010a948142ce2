import { DONE } from "./reply_reader.ts";

/** Tells whether an event is of no use, by its JSON, which begins at a place. */
export type SkipEvent = (text: string, place: number) => boolean;

/**
 * Takes the events out of an event stream, as its bytes or its text come in.
 * The vendors write the JSON of an event on one line.
 */
export class EventStream {
  readonly #decoder = new TextDecoder();
  /** The beginning of a line that is not complete. */
  #line: string[] = [];

  /**
   * Reads on.
   *
   * @param chunk The next bytes, or the next text.
   * @returns The events that are complete now, as parsed JSON or `[DONE]`;
   * what is neither is left out.
   */
  read(chunk: Uint8Array | string): unknown[] {
    const events: unknown[] = [];
    this.each(chunk, (event) => void events.push(event));
    return events;
  }

  /**
   * Reads on, one event after the other: each may change what is of use of those
   * that follow. What is skipped is not even parsed.
   *
   * @param chunk The next bytes, or the next text.
   * @param take Is given each event.
   * @param skip Tells which are not wanted; all are unless it is given.
   */
  each(
    chunk: Uint8Array | string,
    take: (event: unknown) => void,
    skip: SkipEvent = () => false,
  ): void {
    const text = typeof chunk === "string"
      ? chunk
      : this.#decoder.decode(chunk, STREAM);
    const end = text.indexOf("\n");
    if (end === -1) {
      this.#line.push(text);
      return;
    }
    const line = [...this.#line, text.slice(0, end)].join("");
    this.#line = [text.slice(text.lastIndexOf("\n") + 1)];
    // Behind the line end of the line before, as all others are.
    eachIn(`\n${line}\n`, 0, take, skip);
    eachIn(text, end, take, skip);
  }
}

const STREAM = { stream: true };

/** What the line of an event's data begins with, behind the line before. */
const DATA = "\ndata:";

/** Takes the events whose lines are complete, from the end of a line on. */
function eachIn(
  text: string,
  from: number,
  take: (event: unknown) => void,
  skip: SkipEvent,
): void {
  let place = text.indexOf(DATA, from);
  while (place !== -1) {
    place += DATA.length;
    if (text[place] === " ") place++;
    if (!skip(text, place)) {
      const end = text.indexOf("\n", place);
      if (end === -1) return;
      for (const event of parseEvent(text.slice(place, end))) take(event);
    }
    place = text.indexOf(DATA, place);
  }
}

/**
 * Parses the data of one event.
 *
 * @param data The JSON of the event, or `[DONE]`.
 * @returns The event; an empty list where it is neither.
 */
export function parseEvent(data: string): unknown[] {
  if (data.trim() === DONE) return [DONE];
  try {
    return [JSON.parse(data)];
  } catch {
    return [];
  }
}
