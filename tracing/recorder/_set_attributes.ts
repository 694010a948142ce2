import type { Span } from "@opentelemetry/api";
import type { Attributes } from "../base/otel.ts";

/** Sets those attributes that have a value: a tracer may count the others. */
export function setAttributes(span: Span, attributes: Attributes): void {
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) span.setAttribute(name, value);
  }
}
