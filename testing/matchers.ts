/** Tells whether an attribute's value will do. Its name is shown when not. */
export type AttributeMatcher = (value: unknown) => boolean;

/**
 * Takes any whole number.
 *
 * @example Usage
 * ```ts
 * import { trace } from "@opentelemetry/api";
 * import {
 *   anyInt,
 *   assertSpanTree,
 *   SpanRecorder,
 * } from "@turnspan/turnspan/testing";
 *
 * using recorder = new SpanRecorder();
 * const attributes = { items: 12 };
 * trace.getTracer("mine").startSpan("work", { attributes }).end();
 *
 * assertSpanTree(recorder, { name: "work", attributes: { items: anyInt } });
 * ```
 *
 * @param value The attribute's value.
 * @returns Whether it is one.
 */
export function anyInt(value: unknown): boolean {
  return Number.isInteger(value);
}

/**
 * Takes any finite number.
 *
 * @example Usage
 * ```ts
 * import { trace } from "@opentelemetry/api";
 * import {
 *   anyNumber,
 *   assertSpanTree,
 *   SpanRecorder,
 * } from "@turnspan/turnspan/testing";
 *
 * using recorder = new SpanRecorder();
 * const attributes = { seconds: 12.5 };
 * trace.getTracer("mine").startSpan("work", { attributes }).end();
 *
 * assertSpanTree(recorder, { name: "work", attributes: { seconds: anyNumber } });
 * ```
 *
 * @param value The attribute's value.
 * @returns Whether it is one.
 */
export function anyNumber(value: unknown): boolean {
  return Number.isFinite(value);
}

/**
 * Takes any string but the empty one.
 *
 * @example Usage
 * ```ts
 * import { trace } from "@opentelemetry/api";
 * import {
 *   anyString,
 *   assertSpanTree,
 *   SpanRecorder,
 * } from "@turnspan/turnspan/testing";
 *
 * using recorder = new SpanRecorder();
 * const attributes = { id: "3f2a" };
 * trace.getTracer("mine").startSpan("work", { attributes }).end();
 *
 * assertSpanTree(recorder, { name: "work", attributes: { id: anyString } });
 * ```
 *
 * @param value The attribute's value.
 * @returns Whether it is one.
 */
export function anyString(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
