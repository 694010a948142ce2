import { isJson, type Json } from "../../tracing/base/json.ts";
import type { AttributeValue, Span } from "./span.ts";

const KINDS = [
  "SPAN_KIND_UNSPECIFIED",
  "SPAN_KIND_INTERNAL",
  "SPAN_KIND_SERVER",
  "SPAN_KIND_CLIENT",
  "SPAN_KIND_PRODUCER",
  "SPAN_KIND_CONSUMER",
];

/** Deeper values and documents are not read: no exporter writes any. */
const DEEPEST = 64;

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** OTLP/JSON has hexadecimal ids; a plain protobuf-to-JSON printer writes base64. */
function id(value: unknown, bytes: number): string | undefined {
  if (typeof value !== "string") return undefined;
  if (value.length === bytes * 2 && /^[0-9a-f]+$/i.test(value)) {
    return /^0+$/.test(value) ? undefined : value.toLowerCase();
  }
  try {
    const raw = atob(value.replaceAll("-", "+").replaceAll("_", "/"));
    if (raw.length !== bytes) return undefined;
    const hex = [...raw].map((c) => c.charCodeAt(0).toString(16));
    return hex.map((digits) => digits.padStart(2, "0")).join("");
  } catch {
    return undefined;
  }
}

/** Splits the digits, since nanoseconds since 1970 do not fit a number. */
function milliseconds(value: unknown): number {
  if (typeof value === "number") return value / 1e6;
  if (typeof value !== "string" || !/^\d+$/.test(value)) return 0;
  return Number(value.slice(0, -6)) + Number(value.slice(-6)) / 1e6;
}

function attributeValue(value: unknown, depth = 0): AttributeValue | undefined {
  if (!isJson(value) || depth > DEEPEST) return undefined;
  if (typeof value.stringValue === "string") return value.stringValue;
  if (typeof value.boolValue === "boolean") return value.boolValue;
  const numeric = value.intValue ?? value.doubleValue;
  if (typeof numeric === "number") return numeric;
  if (typeof numeric === "string" && numeric !== "") return Number(numeric);
  if (!isJson(value.arrayValue)) return undefined;
  return objects(value.arrayValue.values)
    .map((item) => attributeValue(item, depth + 1))
    .filter((item) => item !== undefined);
}

function attributes(value: unknown): Record<string, AttributeValue> {
  const found: Record<string, AttributeValue> = {};
  for (const { key, value: held } of objects(value)) {
    const read = attributeValue(held);
    if (typeof key === "string" && read !== undefined) found[key] = read;
  }
  return found;
}

function span(raw: Json, service: string | undefined): Span | undefined {
  const traceId = id(raw.traceId, 16);
  const spanId = id(raw.spanId, 8);
  if (traceId === undefined || spanId === undefined) return undefined;
  const parentSpanId = id(raw.parentSpanId, 8);
  const { kind } = raw;
  const code = isJson(raw.status) ? raw.status.code : undefined;
  return {
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    name: typeof raw.name === "string" ? raw.name : "",
    kind: typeof kind === "number"
      ? kind
      : Math.max(0, KINDS.indexOf(`${kind}`)),
    startMs: milliseconds(raw.startTimeUnixNano),
    endMs: milliseconds(raw.endTimeUnixNano),
    attributes: attributes(raw.attributes),
    failed: code === 2 || code === "STATUS_CODE_ERROR",
    ...(service !== undefined && { service }),
  };
}

function resourceSpansOf(document: unknown, depth = 0): Json[] | undefined {
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(document)) {
    const parts = document.map((part) => resourceSpansOf(part, depth + 1))
      .filter((part) => part !== undefined);
    return parts.length > 0 ? parts.flat() : undefined;
  }
  if (!isJson(document)) return undefined;
  if (Array.isArray(document.resourceSpans)) {
    return objects(document.resourceSpans);
  }
  // What a query API answers wraps the same thing once more.
  const inner = document.result ?? document.trace;
  return inner === undefined ? undefined : resourceSpansOf(inner, depth + 1);
}

/**
 * Reads the spans of one OTLP/JSON document.
 *
 * It takes what the JSON encoding of OTLP allows and what producers make of
 * it: ids as hexadecimal or base64, 64-bit integers as strings or numbers,
 * enumerations as numbers or names.
 *
 * @param document The parsed JSON.
 * @returns The spans, or `undefined` where it holds no `resourceSpans`.
 */
export function decodeOtlp(document: unknown): Span[] | undefined {
  const resources = resourceSpansOf(document);
  if (resources === undefined) return undefined;
  const spans: Span[] = [];
  for (const { resource, scopeSpans } of resources) {
    const named = attributes(isJson(resource) ? resource.attributes : []);
    const service = named["service.name"];
    for (const scope of objects(scopeSpans)) {
      for (const raw of objects(scope.spans)) {
        const read = span(
          raw,
          typeof service === "string" ? service : undefined,
        );
        if (read !== undefined) spans.push(read);
      }
    }
  }
  return spans;
}
