import { DONE } from "./reply_reader.ts";

/** Finds the next event: the end of a line, and what its data begins with. */
const ANY_EVENT = /\ndata:/g;

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
   * @param wanted Gives the global expression that finds `data:` of the next event
   * that is of use, from the end of the line before; `undefined` is for any. It is
   * asked again behind each event.
   */
  each(
    chunk: Uint8Array | string,
    take: (event: unknown) => void,
    wanted: () => RegExp | undefined = () => undefined,
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
    eachIn(`\n${line}\n`, 0, take, wanted);
    eachIn(text, end, take, wanted);
  }
}

const STREAM = { stream: true };

/** Takes the events whose lines are complete, from the end of a line on. */
function eachIn(
  text: string,
  from: number,
  take: (event: unknown) => void,
  wanted: () => RegExp | undefined,
): void {
  let place = from;
  while (place !== -1) {
    const next = wanted() ?? ANY_EVENT;
    next.lastIndex = place;
    if (!next.test(text)) return;
    const begin = next.lastIndex;
    place = text.indexOf("\n", begin);
    if (place === -1) return;
    for (const event of parseEvent(text.slice(begin, place))) take(event);
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
