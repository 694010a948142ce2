import { isJson, type Json } from "../../tracing/base/json.ts";
import { member, objects, resourceSpansOf, scopesOf } from "./_otlp_shape.ts";
import type { AttributeValue, Span } from "./span.ts";

const KINDS = [
  "SPAN_KIND_UNSPECIFIED",
  "SPAN_KIND_INTERNAL",
  "SPAN_KIND_SERVER",
  "SPAN_KIND_CLIENT",
  "SPAN_KIND_PRODUCER",
  "SPAN_KIND_CONSUMER",
];

/** Deeper values are not read: no exporter writes any. */
const DEEPEST = 64;

/** OTLP/JSON has hexadecimal ids; a plain protobuf-to-JSON printer writes base64. */
function id(value: unknown, bytes: number): string | undefined {
  if (typeof value !== "string") return undefined;
  if (value.length === bytes * 2 && /^[0-9a-f]+$/i.test(value)) {
    return /^0+$/.test(value) ? undefined : value.toLowerCase();
  }
  try {
    const raw = atob(value.replaceAll("-", "+").replaceAll("_", "/"));
    if (raw.length !== bytes || /^\0+$/.test(raw)) return undefined;
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

/** Each member in both of its spellings, written out: there are very many. */
function attributeValue(value: unknown, depth = 0): AttributeValue | undefined {
  if (!isJson(value) || depth > DEEPEST) return undefined;
  const text = value.stringValue ?? value.string_value;
  if (typeof text === "string") return text;
  const truth = value.boolValue ?? value.bool_value;
  if (typeof truth === "boolean") return truth;
  const numeric = value.intValue ?? value.int_value ??
    value.doubleValue ?? value.double_value;
  if (typeof numeric === "number") return numeric;
  if (typeof numeric === "string" && numeric !== "") return Number(numeric);
  const list = value.arrayValue ?? value.array_value;
  if (!isJson(list)) return undefined;
  return objects(list.values)
    .map((item) => attributeValue(item, depth + 1))
    .filter((item) => item !== undefined);
}

function attributes(value: unknown): Record<string, AttributeValue> {
  const found: Record<string, AttributeValue> = {};
  if (!Array.isArray(value)) return found;
  for (const item of value) {
    if (!isJson(item) || typeof item.key !== "string") continue;
    const read = attributeValue(item.value);
    if (read !== undefined) found[item.key] = read;
  }
  return found;
}

/**
 * Reads one span.
 *
 * @param raw The parsed JSON.
 * @param service The service that it is of.
 * @returns The span; `undefined` where it has no ids.
 */
export function decodeSpan(
  raw: Json,
  service: string | undefined,
): Span | undefined {
  const traceId = id(member(raw, "traceId"), 16);
  const spanId = id(member(raw, "spanId"), 8);
  if (traceId === undefined || spanId === undefined) return undefined;
  const parentSpanId = id(member(raw, "parentSpanId"), 8);
  const { kind } = raw;
  const code = isJson(raw.status) ? raw.status.code : undefined;
  const span: { -readonly [K in keyof Span]: Span[K] } = {
    traceId,
    spanId,
    name: typeof raw.name === "string" ? raw.name : "",
    kind: typeof kind === "number"
      ? kind
      : Math.max(0, KINDS.indexOf(`${kind}`)),
    startMs: milliseconds(member(raw, "startTimeUnixNano")),
    endMs: milliseconds(member(raw, "endTimeUnixNano")),
    attributes: attributes(raw.attributes),
    failed: code === 2 || code === "STATUS_CODE_ERROR",
  };
  // A spread for each takes several times as long.
  if (parentSpanId !== undefined) span.parentSpanId = parentSpanId;
  if (service !== undefined) span.service = service;
  return span;
}

/**
 * Reads which service the spans of a resource are of.
 *
 * @param part The resource and its spans.
 * @returns The service's name, where it has one.
 */
export function serviceOf({ resource }: Json): string | undefined {
  const named = attributes(isJson(resource) ? resource.attributes : []);
  const service = named["service.name"];
  return typeof service === "string" ? service : undefined;
}

/**
 * Reads the spans of one OTLP/JSON document.
 *
 * It takes what the JSON encoding of OTLP allows and what producers make of
 * it: ids as hexadecimal or base64, 64-bit integers as strings or numbers,
 * enumerations as numbers or names, names of members in snake_case, spans under
 * the names that Tempo and older versions of OTLP have for them, and the spans
 * of one resource by themselves.
 *
 * @param document The parsed JSON.
 * @returns The spans, or `undefined` where it is no OTLP.
 */
export function decodeOtlp(document: unknown): Span[] | undefined {
  const resources = resourceSpansOf(document);
  if (resources === undefined) return undefined;
  const spans: Span[] = [];
  for (const part of resources) {
    const service = serviceOf(part);
    for (const scope of scopesOf(part)) {
      for (const raw of objects(scope.spans)) {
        const read = decodeSpan(raw, service);
        if (read !== undefined) spans.push(read);
      }
    }
  }
  return spans;
}
