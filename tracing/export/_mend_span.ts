import {
  type HrTime,
  type Link,
  type SpanContext,
  SpanKind,
  type SpanStatus,
  SpanStatusCode,
} from "@opentelemetry/api";
import type { InstrumentationScope } from "@opentelemetry/core";
import type { ReadableSpan, TimedEvent } from "@opentelemetry/sdk-trace-base";
import { mendAttributes, mendText } from "./_mend_attributes.ts";

/** The first nanosecond, since 1970, that OTLP's times cannot hold. */
const TOO_LATE = 2 ** 64;
const UNKNOWN: HrTime = [0, 0];
const TRACE_ID = /^[0-9a-f]{32}$/i;
const SPAN_ID = /^[0-9a-f]{16}$/i;

/**
 * Makes a span one that every collector takes. What OTLP cannot say is left
 * out or mended, so that one bad value costs neither its span nor the others
 * of the batch; also a time, a kind or a link that only JavaScript lets pass.
 *
 * @returns The span itself, as nearly always, where nothing is to be mended.
 */
export function mendSpan(span: ReadableSpan): ReadableSpan {
  const context = mendContext(span.spanContext());
  const startTime = mendTime(span.startTime, mendTime(span.endTime, UNKNOWN));
  const endTime = mendTime(span.endTime, startTime);
  const mended = {
    name: mendText(span.name),
    kind: typeof SpanKind[span.kind] === "string"
      ? span.kind
      : SpanKind.INTERNAL,
    startTime,
    endTime,
    status: mendStatus(span.status),
    attributes: mendAttributes(span.attributes),
    events: mendAll(span.events, (event) => mendEvent(event, startTime)),
    links: mendAll(span.links, mendLink),
    instrumentationScope: mendScope(span.instrumentationScope),
  };
  if (context === span.spanContext() && isPartOf(mended, span)) return span;
  return {
    ...mended,
    spanContext: () => context,
    ...(span.parentSpanContext !== undefined && {
      parentSpanContext: span.parentSpanContext,
    }),
    duration: startTime === span.startTime && endTime === span.endTime
      ? span.duration
      : [0, 0],
    ended: span.ended,
    resource: span.resource,
    droppedAttributesCount: span.droppedAttributesCount +
      sizeOf(span.attributes) - sizeOf(mended.attributes),
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount + span.links.length -
      mended.links.length,
  };
}

/** Whether each member is the very one that the whole has. */
function isPartOf<T extends object>(part: Partial<T>, whole: T): boolean {
  for (const key in part) {
    if (part[key] !== whole[key]) return false;
  }
  return true;
}

function sizeOf(object: object): number {
  return Object.keys(object).length;
}

/** Mends each item; one that cannot be mended is left out. */
function mendAll<T>(items: T[], mend: (item: T) => T | undefined): T[] {
  return items.every((item) => mend(item) === item)
    ? items
    : items.map(mend).filter((item) => item !== undefined);
}

/** A time that was read from rubbish is NaN, or before 1970. */
function mendTime(time: HrTime, otherwise: HrTime): HrTime {
  const nanoseconds = time[0] * 1e9 + time[1];
  return nanoseconds >= 0 && nanoseconds < TOO_LATE ? time : otherwise;
}

function mendStatus(status: SpanStatus): SpanStatus {
  const { code, message } = status;
  if (typeof SpanStatusCode[code] !== "string") {
    return { code: SpanStatusCode.UNSET };
  }
  if (message === undefined) return status;
  const mended = mendText(message);
  return mended === message ? status : { code, message: mended };
}

function mendEvent(event: TimedEvent, start: HrTime): TimedEvent {
  const { attributes = {} } = event;
  const mended = {
    name: mendText(event.name),
    time: mendTime(event.time, start),
    ...(event.attributes && { attributes: mendAttributes(attributes) }),
  };
  return isPartOf(mended, event) ? event : { ...event, ...mended };
}

/** A link without a span's ids leads nowhere, and cannot be encoded. */
function mendLink(link: Link): Link | undefined {
  const { traceId = "", spanId = "" }: Partial<SpanContext> = link.context ??
    {};
  if (!TRACE_ID.test(traceId) || !SPAN_ID.test(spanId)) return undefined;
  const { attributes = {} } = link;
  const mended = {
    context: mendContext(link.context),
    ...(link.attributes && { attributes: mendAttributes(attributes) }),
  };
  return isPartOf(mended, link) ? link : { ...link, ...mended };
}

/** What vendors keep in a trace's state may be of anybody's making. */
function mendContext(context: SpanContext): SpanContext {
  const { traceState, ...rest } = context;
  if (traceState === undefined) return context;
  const text: unknown = traceState.serialize?.();
  return typeof text === "string" && text.isWellFormed() ? context : rest;
}

function mendScope(scope: InstrumentationScope): InstrumentationScope {
  const { version, schemaUrl } = scope;
  const mended = {
    name: mendText(scope.name),
    ...(version !== undefined && { version: mendText(version) }),
    ...(schemaUrl !== undefined && { schemaUrl: mendText(schemaUrl) }),
  };
  return isPartOf(mended, scope) ? scope : { ...scope, ...mended };
}
