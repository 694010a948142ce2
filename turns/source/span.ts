/** A value that a span's attribute can hold, as read. */
export type AttributeValue =
  | string
  | number
  | boolean
  | readonly AttributeValue[];

/** One finished span, as read from any source. */
export interface Span {
  /** The trace, as 32 lower-case hexadecimal digits. */
  readonly traceId: string;
  /** The span, as 16 lower-case hexadecimal digits. */
  readonly spanId: string;
  /** The parent span, where there is one. */
  readonly parentSpanId?: string;
  /** The span's name. */
  readonly name: string;
  /** The span's kind, as OTLP numbers it: 2 is SERVER, 3 is CLIENT. */
  readonly kind: number;
  /** When it started, in milliseconds since 1970. */
  readonly startMs: number;
  /** When it ended, in milliseconds since 1970. */
  readonly endMs: number;
  /** Its attributes; maps and bytes are left out. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Whether its status is ERROR. */
  readonly failed: boolean;
  /** The name of the service that made it, where the resource says. */
  readonly service?: string;
}

/**
 * Reads a string attribute.
 *
 * @param span The span.
 * @param key The attribute's name.
 * @returns The value, or `undefined` where it is absent, empty or no string.
 */
export function text(span: Span, key: string): string | undefined {
  const value = span.attributes[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * Reads a numeric attribute.
 *
 * @param span The span.
 * @param key The attribute's name.
 * @returns The value, or `undefined` where it is absent or no finite number.
 */
export function number(span: Span, key: string): number | undefined {
  const value = span.attributes[key];
  return typeof value === "number" && Number.isFinite(value)
    ? value
    : undefined;
}
