import { resourceSpansOf, scopesOf } from "./_otlp_shape.ts";
import { parseLine } from "./_parse_line.ts";
import { serviceOf } from "./decode_otlp.ts";

/** How a line ends that has one span, behind the span. */
export const FRAME_END = "]}]}]}";

/** So many are known at a time: more than there are programs at work together. */
const MOST_FRAMES = 8;

/** What stands in lines before their only span: the resource and the scope. */
export interface Frame {
  /** The text, up to where the span begins. */
  readonly start: string;
  /** The service's name in it. */
  readonly service: string | undefined;
}

/** How a span begins that exporters write. */
const SPAN = '{"traceId":"';

/**
 * What stands around spans. It is the same in each line that a program writes,
 * and up to a half of it, so it is read once.
 */
export class Frames {
  readonly #known: Frame[] = [];
  #next = 0;

  /**
   * Finds what stands before a line's only span.
   *
   * @param line The line, which ends with {@linkcode FRAME_END}.
   * @returns The frame; `undefined` where the line has to be read as a whole.
   */
  of(line: string): Frame | undefined {
    for (const frame of this.#known) {
      const { start } = frame;
      // Several times faster than `startsWith()`, which compares one by one.
      if (line.slice(0, start.length) === start) return frame;
    }
    const frame = frameOf(line.slice(0, Math.max(0, line.indexOf(SPAN))));
    if (frame === undefined) return undefined;
    this.#known[this.#next] = frame;
    this.#next = (this.#next + 1) % MOST_FRAMES;
    return frame;
  }
}

/** Reads a frame: with a number in the span's place, it is JSON. */
function frameOf(start: string): Frame | undefined {
  if (!start.endsWith('"spans":[')) return undefined;
  const { value } = parseLine(`${start}0${FRAME_END}`);
  const [resource, ...others] = resourceSpansOf(value) ?? [];
  if (resource === undefined || others.length > 0) return undefined;
  const spans: unknown = scopesOf(resource).at(-1)?.spans;
  const isUsual = Array.isArray(spans) && spans.length === 1 && spans[0] === 0;
  return isUsual ? { start, service: serviceOf(resource) } : undefined;
}
