/**
 * Tells whether an attribute's value is accepted. If not, its name is shown.
 */
export type AttributeMatcher = (value: unknown) => boolean;

/**
 * Accepts any whole number.
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
 * Accepts any finite number.
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
 * const attributes = { took: 12.5 };
 * trace.getTracer("mine").startSpan("work", { attributes }).end();
 *
 * assertSpanTree(recorder, { name: "work", attributes: { took: anyNumber } });
 * ```
 *
 * @param value The attribute's value.
 * @returns Whether it is one.
 */
export function anyNumber(value: unknown): boolean {
  return Number.isFinite(value);
}

/**
 * Accepts any string that is not empty.
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
