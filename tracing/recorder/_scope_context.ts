import type { Span, SpanContext } from "@opentelemetry/api";
import { SPAN_KEY } from "../base/api.ts";
import { EndedSpan } from "../base/ended_span.ts";
import type { Context } from "../base/otel.ts";

/**
 * A context with the span of a scope active. One is made for each scope, and the
 * API's own copies all values of the context that it is made from.
 */
export class ScopeContext implements Context {
  readonly #around: Context;
  #span: Span | undefined;
  /** What names the span, once it has ended. */
  #ended: SpanContext | undefined;

  /**
   * @param around The context with the values besides the span.
   * @param span The span.
   */
  constructor(around: Context, span: Span) {
    // Of a scope around, nothing but the span would be hidden.
    this.#around = around instanceof ScopeContext ? around.#around : around;
    this.#span = span;
  }

  /** The span; once it has ended, what names it. */
  get span(): Span {
    return this.#span ??= new EndedSpan(this.#ended!);
  }

  /**
   * Lets go of a span that has ended: what is begun in an async context may hold
   * it long after, and all of its attributes with it.
   */
  spanEnded(): void {
    this.#ended = this.span.spanContext();
    this.#span = undefined;
  }

  getValue(key: symbol): unknown {
    return key === SPAN_KEY ? this.span : this.#around.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    // A request sets its own span in the place of the scope's.
    return key === SPAN_KEY
      ? new ScopeContext(this.#around, value as Span)
      : this.#copy().setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#copy().deleteValue(key);
  }

  /** The same as a context of the API's own. */
  #copy(): Context {
    return this.#around.setValue(SPAN_KEY, this.span);
  }
}
