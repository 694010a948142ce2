/**
 * The parts of the SDK that are used. `@opentelemetry/sdk-trace-base` is the
 * same with the environment read in its constructors, which throws, or asks,
 * where not every variable may be read.
 *
 * @module
 */

export {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  type Span,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
