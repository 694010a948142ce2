import { env } from "../base/env.ts";
import { cannotUse } from "../privacy/warn.ts";

/** The general variable first: the other one's headers replace its own. */
const VARIABLES = [
  "OTEL_EXPORTER_OTLP_HEADERS",
  "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
];

/** Whether an entry can be read, and its header be sent. */
type Entry = "good" | "unreadable" | "unsendable";

/**
 * Reads the headers that go with spans. An entry that cannot be read is left
 * out; the warning names its place and not its text, which may be a key.
 *
 * @returns The headers, or `undefined` where one can be read and not be sent:
 * the SDK's exporter reads the variables too, and would fail by it each time.
 */
export function readHeaders(): Headers | undefined {
  const headers = new Headers();
  let sendable = true;
  for (const variable of VARIABLES) {
    const entries = (env(variable) ?? "").split(",")
      .map((entry) => entry.trim() === "" ? "good" : addEntry(headers, entry));
    const bad = entries.flatMap((entry, at) => entry === "good" ? [] : at + 1);
    if (bad.length === 0) continue;
    const places = `${bad.length === 1 ? "entry" : "entries"} ${
      bad.join(", ")
    }`;
    let reason = `${places}: not name=value with the value percent-encoded`;
    if (entries.includes("unsendable")) {
      reason += "; no spans are sent";
      sendable = false;
    }
    cannotUse(variable, undefined, reason);
  }
  return sendable ? headers : undefined;
}

function addEntry(headers: Headers, entry: string): Entry {
  const at = entry.indexOf("=");
  if (at < 1) return "unreadable";
  const name = decoded(entry.slice(0, at));
  const value = decoded(entry.slice(at + 1));
  if (name === undefined || value === undefined) return "unreadable";
  try {
    headers.set(name, value);
    return "good";
  } catch {
    return "unsendable";
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return undefined;
  }
}
