import { isJson, type Json } from "../../tracing/base/json.ts";

/** What holds the resources' spans; in Tempo's replies it is `batches`. */
const RESOURCES = ["resourceSpans", "resource_spans"];
/** What holds the spans of one library, by its names through the years. */
const SCOPES = [
  "scopeSpans",
  "scope_spans",
  "instrumentationLibrarySpans",
  "instrumentation_library_spans",
];
/** What query APIs put around the same thing, each around the one behind it. */
const WRAPPERS = ["result", "trace", "traces", "data"];
/** No reply has more wrappers inside each other; a guard, not a limit. */
const DEEPEST = 8;

/** Each name with its other spelling, which is looked up for every span. */
const snakes = new Map<string, string>();

function snakeOf(name: string): string {
  const known = snakes.get(name);
  if (known !== undefined) return known;
  const snake = name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
  snakes.set(name, snake);
  return snake;
}

/**
 * Reads a member whose name protobuf's JSON printers write in either of two
 * ways: `traceId`, or `trace_id` where the names of the fields are kept.
 */
export function member(of: Json, name: string): unknown {
  return of[name] ?? of[snakeOf(name)];
}

/** The objects in a list; none where it is no list. */
export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

function listIn(document: Json, names: readonly string[]): unknown {
  return names.map((name) => document[name]).find(Array.isArray);
}

/** The spans of each library of a resource. */
export function scopesOf(resourceSpans: Json): Json[] {
  return objects(listIn(resourceSpans, SCOPES));
}

function isSpan(value: unknown): boolean {
  return isJson(value) &&
    ["traceId", "spanId", "startTimeUnixNano"].every((name) =>
      member(value, name) !== undefined
    );
}

/** Finds the parts of OTLP that can stand alone, one a line say. */
function loneParts(document: Json): Json[] | undefined {
  if (listIn(document, SCOPES) !== undefined) return [document];
  const spans = isSpan(document) ? [document] : document.spans;
  return Array.isArray(spans) && spans.some(isSpan)
    ? [{ scopeSpans: [{ spans }] }]
    : undefined;
}

/**
 * Finds the spans of resources in a document, whatever stands around them.
 *
 * @param document The parsed JSON.
 * @returns What `resourceSpans` would hold; `undefined` where it is no OTLP.
 */
export function resourceSpansOf(
  document: unknown,
  depth = 0,
): Json[] | undefined {
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(document)) {
    const parts = document.map((part) => resourceSpansOf(part, depth + 1))
      .filter((part) => part !== undefined);
    return parts.length > 0 ? parts.flat() : undefined;
  }
  if (!isJson(document)) return undefined;
  const resources = listIn(document, RESOURCES);
  if (resources !== undefined) return objects(resources);
  const { batches } = document;
  // Other documents have something of this name too.
  if (objects(batches).some((part) => listIn(part, SCOPES) !== undefined)) {
    return objects(batches);
  }
  const lone = loneParts(document);
  if (lone !== undefined) return lone;
  for (const name of WRAPPERS) {
    const inside = resourceSpansOf(document[name], depth + 1);
    if (inside !== undefined) return inside;
  }
  return undefined;
}
