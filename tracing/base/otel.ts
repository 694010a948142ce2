/**
 * The OpenTelemetry types that public signatures name, each through one
 * documented alias: `deno doc --lint` takes an alias and refuses the package's
 * own type.
 *
 * @module
 */

import type * as otel from "@opentelemetry/api";

/** An OpenTelemetry tracer. */
export type Tracer = otel.Tracer;

/** An OpenTelemetry tracer provider. */
export type TracerProvider = otel.TracerProvider;

/** An OpenTelemetry context, which a span's parent is read from. */
export type Context = otel.Context;

/** A value that a span attribute can hold. */
export type AttributeValue = otel.AttributeValue;

/** Names and values attached to a span. */
export type Attributes = otel.Attributes;
