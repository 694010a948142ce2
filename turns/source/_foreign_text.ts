import { CONSOLE, type Foreign, jaeger } from "./_foreign.ts";

/** OTLP that was cut off or damaged: the ids in it are of no other kind. */
const OTLP = /"(?:resource_?spans|scope_?spans)"\s*:/i;
/** A trace's id under its name, as JS, C++, Rust, .NET and the Collector print it. */
const NAMED_ID = /trace[_ ]?id["']?\s*[:=]\s*["']?(?:0x)?[0-9a-f]{32}\b/i;
/** The quotes of Python's print, around what may be OTLP. */
const PYTHON =
  "it is what Python prints of a dict, not JSON. Write it with json.dumps";
/** A trace's id and a span's, as our own exporter, Deno's and Java's print them. */
const TWO_IDS = /\b[0-9a-f]{32}\b.{1,8}\b[0-9a-f]{16}\b/;

/**
 * Says what a text is that is neither JSON nor lines of JSON.
 *
 * @param start How the file begins.
 * @returns What it is; `undefined` where it may be JSON that is damaged.
 */
export function foreignText(start: string): Foreign | undefined {
  if (OTLP.test(start)) return undefined;
  if (/"traceID"/.test(start) && /"operationName"/.test(start)) {
    return { what: jaeger(undefined) };
  }
  if (/^\s*[{[]\s*'/.test(start)) {
    return { what: PYTHON };
  }
  if (/^\s*<(?:!doctype|html)\b/i.test(start)) {
    return { what: "it is a web page, not OTLP/JSON" };
  }
  if (NAMED_ID.test(start) || TWO_IDS.test(start)) return { what: CONSOLE };
  return /^\s*[{[]/.test(start)
    ? undefined
    : { what: "it is text, not OTLP/JSON" };
}
