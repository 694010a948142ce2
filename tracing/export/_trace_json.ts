import { Buffer } from "node:buffer";
import {
  type HrTime,
  type Link,
  type SpanContext,
  SpanStatusCode,
} from "@opentelemetry/api";
import type { InstrumentationScope } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import type { ReadableSpan, TimedEvent } from "@opentelemetry/sdk-trace-base";

/** The bits of `flags` that tell whether the parent is of another process. */
const KNOWN_IF_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/**
 * Writes spans as a request of OTLP/JSON. What is at its default is left out,
 * as the JSON of protobuf has it, which the SDK's serializer does not do: 115
 * bytes a span.
 *
 * @param spans The spans.
 * @returns The request, in one line.
 */
export function traceJson(spans: readonly ReadableSpan[]): string {
  const resources = new Map<Resource, Map<string, ReadableSpan[]>>();
  for (const span of spans) {
    const scope = written(span.instrumentationScope, scopeMembers);
    const scopes = resources.get(span.resource) ?? new Map();
    const group = scopes.get(scope) ?? [];
    group.push(span);
    scopes.set(scope, group);
    resources.set(span.resource, scopes);
  }
  const resourceSpans = Array.from(resources, ([resource, scopes]) => {
    const scopeSpans = Array.from(
      scopes,
      ([scope, group]) =>
        `{${scope},"spans":${JSON.stringify(group.map(spanOf))}}`,
    );
    const head = written(resource, resourceMembers);
    return `{${head},"scopeSpans":[${scopeSpans}]}`;
  });
  return `{"resourceSpans":[${resourceSpans}]}`;
}

const texts = new WeakMap<object, string>();

/** Writes what all spans share once: a resource, and the scope of a tracer. */
function written<T extends object>(shared: T, members: (of: T) => object) {
  const known = texts.get(shared);
  if (known !== undefined) return known;
  const text = JSON.stringify(members(shared)).slice(1, -1);
  texts.set(shared, text);
  return text;
}

function resourceMembers({ attributes, schemaUrl }: Resource): object {
  return {
    resource: { attributes: attributesOf(attributes) },
    schemaUrl: schemaUrl || undefined,
  };
}

function scopeMembers({ name, version, schemaUrl }: InstrumentationScope) {
  return { scope: { name, version }, schemaUrl };
}

/** `JSON.stringify` leaves out what is `undefined`. */
function spanOf(span: ReadableSpan): object {
  const { status, attributes, events, links } = span;
  const context = span.spanContext();
  const unset = status.code === SpanStatusCode.UNSET && !status.message;
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    parentSpanId: span.parentSpanContext?.spanId || undefined,
    traceState: context.traceState?.serialize() || undefined,
    name: span.name,
    // OTLP counts the kinds from 1.
    kind: span.kind + 1,
    startTimeUnixNano: nanoseconds(span.startTime),
    endTimeUnixNano: nanoseconds(span.endTime),
    attributes: attributesOf(attributes),
    droppedAttributesCount: span.droppedAttributesCount || undefined,
    events: unlessEmpty(events.map(eventOf)),
    droppedEventsCount: span.droppedEventsCount || undefined,
    status: unset ? undefined : { code: status.code, message: status.message },
    links: unlessEmpty(links.map(linkOf)),
    droppedLinksCount: span.droppedLinksCount || undefined,
    flags: flagsOf(context, span.parentSpanContext?.isRemote),
  };
}

function unlessEmpty(list: object[]): object[] | undefined {
  return list.length === 0 ? undefined : list;
}

function eventOf(event: TimedEvent): object {
  return {
    attributes: unlessEmpty(attributesOf(event.attributes)),
    name: event.name,
    timeUnixNano: nanoseconds(event.time),
    droppedAttributesCount: event.droppedAttributesCount || undefined,
  };
}

function linkOf({ context, attributes, droppedAttributesCount }: Link): object {
  return {
    attributes: unlessEmpty(attributesOf(attributes)),
    spanId: context.spanId,
    traceId: context.traceId,
    traceState: context.traceState?.serialize() || undefined,
    droppedAttributesCount: droppedAttributesCount || undefined,
    flags: flagsOf(context, context.isRemote),
  };
}

function flagsOf({ traceFlags }: SpanContext, remote = false): number {
  return (traceFlags & 0xff) | KNOWN_IF_REMOTE | (remote ? IS_REMOTE : 0);
}

/** A number of JSON could not hold it. */
function nanoseconds([seconds, rest]: HrTime): string {
  const whole = BigInt(Math.trunc(seconds)) * 1_000_000_000n;
  return String(whole + BigInt(Math.trunc(rest)));
}

function attributesOf(attributes: object = {}): object[] {
  return Object.entries(attributes).map(
    ([key, value]) => ({ key, value: valueOf(value) }),
  );
}

/** JavaScript may hand over more than an attribute's types allow. */
function valueOf(value: unknown): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "number") {
    return Number.isInteger(value)
      ? { intValue: value }
      : { doubleValue: value };
  }
  if (typeof value === "boolean") return { boolValue: value };
  if (Array.isArray(value)) {
    return { arrayValue: { values: value.map(valueOf) } };
  }
  if (value instanceof Uint8Array) {
    return { bytesValue: Buffer.from(value).toString("base64") };
  }
  if (typeof value === "object" && value !== null) {
    return { kvlistValue: { values: attributesOf(value) } };
  }
  return {};
}
