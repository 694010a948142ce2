/**
 * `@vercel/otel` 2.1.3, as its README says (on npm, read on 29 November 2026):
 * one call of `registerOTel`, whose defaults trace `fetch` and export where
 * `OTEL_EXPORTER_OTLP_ENDPOINT` says.
 */

import { type ProxyTracerProvider, trace } from "@opentelemetry/api";
import type { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { registerOTel } from "@vercel/otel";
import { measureStreams } from "./_read.ts";

registerOTel("bench");
const registered = trace.getTracerProvider() as ProxyTracerProvider;
const provider = registered.getDelegate() as BasicTracerProvider;
await measureStreams(undefined, () => provider.forceFlush());
