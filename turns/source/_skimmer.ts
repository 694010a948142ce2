import { isJson } from "../../tracing/base/json.ts";
import { ATTRIBUTES, Brief } from "./_brief.ts";
import { decodeSpan } from "./decode_otlp.ts";
import { type Frame, FRAME_END, Frames } from "./_frames.ts";
import { parseLine } from "./_parse_line.ts";
import type { Span } from "./span.ts";
import type { SpanLook } from "./span_look.ts";

/** How a line ends that has one span, the span's own end included. */
const END = `}${FRAME_END}`;

/** The member of a span, or of a link, that says of which trace it is. */
const TRACE_ID = /"trace(?:Id|_id)"/g;
/** Its value, at the place that is looked at. */
const VALUE = /:"([0-9a-f]{32})"/y;
/** Where a line begins anew, behind one that was cut off. */
const ANEW = /(?!^)\{\s*"resource_?[Ss]pans"/;
/** How a span begins that exporters write, at the place that is looked at. */
const IDS =
  /\{"traceId":"(?!0{32})([0-9a-f]{32})","spanId":"(?!0{16})([0-9a-f]{16})"/y;
/** The members of a span before its attributes. Without a parent, it may follow. */
const HEAD =
  /"parentSpanId":"[^"]*","name":"[^"]*","kind":\d,"startTimeUnixNano":"\d+","endTimeUnixNano":"\d+"$/;

/** What is looked for, and so what a line may be passed over for. */
export interface Skimming {
  /** Only these traces. */
  readonly traceIds?: ReadonlySet<string> | undefined;
  /** Which spans are looked at. */
  readonly look?: SpanLook | undefined;
}

/**
 * Looks at lines before they are parsed, which takes most of the time: of most
 * no more is needed than that they are there, or nothing.
 *
 * It answers where a line looks exactly as exporters write it, so that there is
 * no doubt. What is inside of a span that is not looked at is not checked.
 */
export class Skimmer {
  readonly #traceIds: ReadonlySet<string> | undefined;
  readonly #look: SpanLook | undefined;
  readonly #brief: Brief | undefined;
  readonly #frames = new Frames();

  /** Constructs a new instance. */
  constructor({ traceIds, look }: Skimming) {
    this.#traceIds = traceIds;
    this.#look = look;
    this.#brief = look?.attributes && new Brief(look.attributes);
  }

  /**
   * Reads a line.
   *
   * @param line The line, in which no letter of a name is escaped.
   * @returns Its spans, as far as they are needed; `undefined` where it has to
   * be parsed as a whole.
   */
  read(line: string): readonly Span[] | undefined {
    const end = line.endsWith("\r") ? line.length - 1 : line.length;
    if (line.slice(end - END.length, end) !== END) return undefined;
    const frame = this.#frames.of(line);
    if (frame === undefined) return undefined;
    const at = frame.start.length;
    IDS.lastIndex = at;
    const ids = IDS.exec(line);
    if (ids === null) return undefined;
    const [, traceId = "", spanId = ""] = ids;
    const from = at + ids[0].length;
    const traceIds = this.#traceIds;
    if (traceIds?.has(traceId) === false) {
      return areOfOthers(line, from, traceIds) ? [] : undefined;
    }
    TRACE_ID.lastIndex = from;
    // Another one is of a further span, or of a link.
    if (TRACE_ID.test(line)) return undefined;
    const look = this.#look;
    const isNeeded = look === undefined || look.matters(line);
    if (!isNeeded && look.others === "ids") return [bareSpan(traceId, spanId)];
    const json = line.slice(at, end - FRAME_END.length);
    const short = isNeeded ? this.#brief?.of(json) : headOf(json);
    const read = short === undefined ? undefined : spanOf(short, frame);
    const span = read ?? spanOf(json, frame);
    return span && [span];
  }
}

/** Whether no id in a line, from a place on, is of a trace that is looked for. */
function areOfOthers(
  line: string,
  from: number,
  traceIds: ReadonlySet<string>,
): boolean {
  TRACE_ID.lastIndex = from;
  if (!TRACE_ID.test(line)) return true;
  // Of a torn line it is to be said that it is torn.
  if (ANEW.test(line)) return false;
  do {
    VALUE.lastIndex = TRACE_ID.lastIndex;
    const [, traceId] = VALUE.exec(line) ?? [];
    if (traceId === undefined || traceIds.has(traceId)) return false;
  } while (TRACE_ID.test(line));
  return true;
}

/** Shortens a span's JSON to what stands before its attributes. */
function headOf(json: string): string | undefined {
  const head = json.slice(0, Math.max(0, json.indexOf(ATTRIBUTES)));
  return HEAD.test(head) ? `${head}}` : undefined;
}

function spanOf(json: string, { service }: Frame): Span | undefined {
  const { value } = parseLine(json);
  return isJson(value) ? decodeSpan(value, service) : undefined;
}

function bareSpan(traceId: string, spanId: string): Span {
  return {
    traceId,
    spanId,
    name: "",
    kind: 0,
    startMs: 0,
    endMs: 0,
    attributes: {},
    failed: false,
  };
}
