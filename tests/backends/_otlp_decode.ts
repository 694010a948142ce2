import { Root } from "protobufjs";

/** A span as a backend has it, whichever format it came in. */
export interface DecodedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  /** Nanoseconds since 1970, in decimals: a number would lose the last digits. */
  readonly start: string;
  readonly end: string;
  readonly attributes: Attributes;
  readonly events: readonly { name: string; time: string; at: Attributes }[];
  readonly links: readonly { traceId: string; spanId: string }[];
  readonly status: { readonly code: number; readonly message: string };
  readonly flags: number;
  readonly dropped: number;
  readonly resource: Attributes;
  readonly scope: string;
}

/** The value of each attribute, with its type. */
export type Attributes = Readonly<Record<string, readonly [string, unknown]>>;

/**
 * The messages of a request, with the field numbers of opentelemetry-proto
 * 1.9: collector/trace/v1, trace/v1, resource/v1 and common/v1. (The module
 * under test only encodes; what reads its bytes is another library.)
 */
const MESSAGES = Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries({
      Request: { resourceSpans: [1, "ResourceSpans*"] },
      ResourceSpans: {
        resource: [1, "Resource"],
        scopeSpans: [2, "ScopeSpans*"],
      },
      Resource: { attributes: [1, "KeyValue*"] },
      ScopeSpans: { scope: [1, "Scope"], spans: [2, "Span*"] },
      Scope: { name: [1, "string"], version: [2, "string"] },
      Span: {
        traceId: [1, "bytes"],
        spanId: [2, "bytes"],
        traceState: [3, "string"],
        parentSpanId: [4, "bytes"],
        name: [5, "string"],
        kind: [6, "int32"],
        startTimeUnixNano: [7, "fixed64"],
        endTimeUnixNano: [8, "fixed64"],
        attributes: [9, "KeyValue*"],
        droppedAttributesCount: [10, "uint32"],
        events: [11, "Event*"],
        links: [13, "Link*"],
        status: [15, "Status"],
        flags: [16, "fixed32"],
      },
      Event: {
        timeUnixNano: [1, "fixed64"],
        name: [2, "string"],
        attributes: [3, "KeyValue*"],
      },
      Link: { traceId: [1, "bytes"], spanId: [2, "bytes"] },
      Status: { message: [2, "string"], code: [3, "int32"] },
      KeyValue: { key: [1, "string"], value: [2, "AnyValue"] },
      AnyValue: {
        stringValue: [1, "string"],
        boolValue: [2, "bool"],
        intValue: [3, "int64"],
        doubleValue: [4, "double"],
        arrayValue: [5, "ArrayValue"],
      },
      ArrayValue: { values: [1, "AnyValue*"] },
    }).map(([name, fields]) => [name, {
      fields: fieldsOf(fields),
      // Else a zero, a false and an empty text would be taken for absent.
      ...(name === "AnyValue"
        ? { oneofs: { value: { oneof: Object.keys(fields) } } }
        : {}),
    }]),
  ),
}).lookupType("Request");

function fieldsOf(fields: Record<string, (string | number)[]>) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, [id, type]]) => [name, {
      id: Number(id),
      type: `${type}`.replace("*", ""),
      ...(`${type}`.endsWith("*") ? { rule: "repeated" } : {}),
    }]),
  );
}

/** Decodes the body of a request, in the format that its content type names. */
export function decode(contentType: string, body: Uint8Array): DecodedSpan[] {
  const request = contentType === "application/json"
    ? JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body))
    : MESSAGES.toObject(MESSAGES.decode(body), { longs: String });
  // deno-lint-ignore no-explicit-any -- whatever was sent is looked at
  return (request.resourceSpans as any[]).flatMap(({ resource, scopeSpans }) =>
    // deno-lint-ignore no-explicit-any -- likewise
    (scopeSpans as any[]).flatMap(({ scope, spans }) =>
      // deno-lint-ignore no-explicit-any -- likewise
      (spans as any[]).map((span) => ({
        traceId: id(span.traceId),
        spanId: id(span.spanId),
        parentSpanId: id(span.parentSpanId),
        name: span.name,
        kind: span.kind,
        start: `${span.startTimeUnixNano}`,
        end: `${span.endTimeUnixNano}`,
        attributes: attributes(span.attributes),
        // deno-lint-ignore no-explicit-any -- likewise
        events: (span.events ?? []).map((event: any) => ({
          name: event.name,
          time: `${event.timeUnixNano}`,
          at: attributes(event.attributes),
        })),
        // deno-lint-ignore no-explicit-any -- likewise
        links: (span.links ?? []).map((link: any) => ({
          traceId: id(link.traceId),
          spanId: id(link.spanId),
        })),
        status: {
          code: span.status?.code ?? 0,
          message: span.status?.message ?? "",
        },
        flags: span.flags ?? 0,
        dropped: span.droppedAttributesCount ?? 0,
        resource: attributes(resource.attributes),
        scope: `${scope.name}@${scope.version ?? ""}`,
      }))
    )
  );
}

/** An id: hexadecimal digits in JSON (and not base64), bytes in protobuf. */
function id(value: string | Uint8Array | undefined): string {
  if (value === undefined || typeof value === "string") return value ?? "";
  return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}

/** Key and value of an attribute, in either format. */
interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

interface AnyValue extends Readonly<Record<string, unknown>> {
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
}

function attributes(list: readonly KeyValue[] = []): Attributes {
  return Object.fromEntries(list.map(({ key, value }) => [key, typed(value)]));
}

function typed(value: AnyValue): readonly [string, unknown] {
  const [[type, inner] = ["none", undefined]] = Object.entries(value);
  if (type === "arrayValue") {
    return ["array", (value.arrayValue?.values ?? []).map(typed)];
  }
  // 64 bits: a number in JSON where it is small, decimals otherwise.
  return [type, type === "intValue" ? `${inner}` : inner];
}
