import { DONE } from "./reply_reader.ts";

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
    const text = typeof chunk === "string"
      ? chunk
      : this.#decoder.decode(chunk, { stream: true });
    const [first = "", ...lines] = text.split("\n");
    this.#line.push(first);
    const last = lines.pop();
    if (last === undefined) return [];
    const complete = [this.#line.join(""), ...lines];
    this.#line = [last];
    return complete.flatMap(eventIn);
  }
}

function eventIn(line: string): unknown[] {
  return line.startsWith("data:") ? parseEvent(line.slice(5)) : [];
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
