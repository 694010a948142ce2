import { decodeOtlp } from "../../../turns/source/decode_otlp.ts";
import type { Span } from "../../../turns/source/span.ts";

/** Names a file of `traces/`. */
export type Recording = "demo" | "proxy_v1" | "proxy_v2";

/** Those that were read: every panel asks the same. */
const known = new Map<Recording, readonly Span[]>();

/**
 * Reads the spans of a recording, once.
 *
 * @param name The recording.
 * @returns Its spans, of all traces.
 */
export function recorded(name: Recording): readonly Span[] {
  const spans = known.get(name) ?? readSpans(name);
  known.set(name, spans);
  return spans;
}

function readSpans(name: Recording): Span[] {
  const file = new URL(`../traces/${name}.jsonl`, import.meta.url);
  return Deno.readTextFileSync(file).split("\n").filter((line) => line !== "")
    .flatMap((line) => decodeOtlp(JSON.parse(line)) ?? []);
}
