import type {
  Context,
  Span,
  SpanOptions,
  TracerProvider,
} from "@opentelemetry/api";
import metadata from "../../deno.json" with { type: "json" };
import { INVALID_SPAN_CONTEXT, isSpanContextValid, trace } from "./api.ts";
import type { Tracer } from "./otel.ts";
import { activeContext, registered, withContext } from "./registry.ts";
import { state } from "./state.ts";

/**
 * Gets the provider that makes the spans now: the one that `initTracing` was
 * given, else the one that is registered; `undefined` where there is none, or
 * while tracing is disabled.
 */
export function activeProvider(): TracerProvider | undefined {
  return state.disabled ? undefined : state.provider ?? registered().trace;
}

/** Gets a tracer of that provider, or one that comes to life once there is one. */
export function currentTracer(name: string, version?: string): Tracer {
  return activeProvider()?.getTracer(name, version) ??
    new LateTracer(name, version);
}

/**
 * Gets the tracer that the recorder makes its spans with: its scope is this
 * package.
 */
export function recorderTracer(): Tracer {
  return currentTracer(metadata.name, metadata.version);
}

/**
 * A tracer that does nothing, until there is a provider; as those of
 * `@opentelemetry/api` (`trace/ProxyTracer`).
 */
class LateTracer implements Tracer {
  readonly #name: string;
  readonly #version: string | undefined;

  constructor(name: string, version: string | undefined) {
    this.#name = name;
    this.#version = version;
  }

  startSpan(...args: Parameters<Tracer["startSpan"]>): Span {
    return this.#now().startSpan(...args);
  }

  startActiveSpan<F extends (span: Span) => unknown>(
    ...args: StartActiveSpan<F>
  ): ReturnType<F> {
    const tracer = this.#now();
    return Reflect.apply(tracer.startActiveSpan, tracer, args);
  }

  #now(): Tracer {
    return activeProvider()?.getTracer(this.#name, this.#version) ?? NO_TRACER;
  }
}

/** With two to four arguments: the function is the last one. */
type StartActiveSpan<F> = [
  name: string,
  ...options: [] | [SpanOptions] | [SpanOptions, Context],
  fn: F,
];

/** Its spans hand on the trace that they are in (`trace/NoopTracer`). */
const NO_TRACER: Tracer = {
  startSpan: (_name, options, context = activeContext()) => {
    const parent = options?.root ? undefined : trace.getSpanContext(context);
    return trace.wrapSpanContext(
      parent !== undefined && isSpanContextValid(parent)
        ? parent
        : INVALID_SPAN_CONTEXT,
    );
  },
  startActiveSpan: <F extends (span: Span) => unknown>(
    ...[name, ...rest]: StartActiveSpan<F>
  ): ReturnType<F> => {
    const fn = rest.at(-1) as F;
    const [options, given] = rest.slice(0, -1) as [SpanOptions?, Context?];
    const context = given ?? activeContext();
    const span = NO_TRACER.startSpan(name, options, context);
    const run = () => fn(span) as ReturnType<F>;
    return withContext(trace.setSpan(context, span), run);
  },
};
