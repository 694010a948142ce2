import { env } from "./_env.ts";
import { cannotUse } from "./warn.ts";

/** The general variable first: what the other says wins. */
const VARIABLES = [
  "OTEL_EXPORTER_OTLP_HEADERS",
  "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
];

/**
 * Reads the headers that go with spans. An entry that cannot be used is left
 * out; which one is said by its place, never by its text, which may be a key.
 *
 * @returns The headers.
 */
export function readHeaders(): Headers {
  const headers = new Headers();
  for (const variable of VARIABLES) {
    const bad: number[] = [];
    for (const [index, entry] of (env(variable) ?? "").split(",").entries()) {
      if (entry.trim() !== "" && !addEntry(headers, entry)) bad.push(index + 1);
    }
    if (bad.length > 0) {
      const which = bad.length === 1 ? "entry" : "entries";
      const form = "not name=value with the value percent-encoded";
      cannotUse(variable, undefined, `${which} ${bad.join(", ")}: ${form}`);
    }
  }
  return headers;
}

function addEntry(headers: Headers, entry: string): boolean {
  const at = entry.indexOf("=");
  if (at < 1) return false;
  try {
    const name = decodeURIComponent(entry.slice(0, at).trim());
    headers.set(name, decodeURIComponent(entry.slice(at + 1).trim()));
    return true;
  } catch {
    return false;
  }
}
