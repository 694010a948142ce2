import type { Span, SpanKind } from "@opentelemetry/api";
import { CONVERSATION_ID } from "./_conversation_id.ts";
import type { Attributes, Context } from "../base/otel.ts";
import { diag } from "../base/registry.ts";
import type { RunCore } from "./_run_core.ts";

/** What a span is made of. */
export interface SpanInit {
  readonly name: string;
  readonly kind: SpanKind;
  /**
   * Its attributes, each with a value, in an object that is this span's alone;
   * `undefined` where tracing is off.
   */
  readonly attributes: Attributes | undefined;
}

/** Starts the span of a scope, or gives what stands in for it. Never throws. */
export function startSpan(
  { name, kind, attributes = {} }: SpanInit,
  scope: {
    readonly core: RunCore;
    readonly parent: { readonly ended: boolean } | undefined;
    readonly startTime: number;
    readonly conversationId: string | undefined;
  },
  parentContext: Context,
): Span {
  const { core, parent, startTime, conversationId } = scope;
  // A scope that is opened in one that has ended leaves no span behind.
  if (core.off || parent?.ended) return core.noSpan;
  if (conversationId !== undefined) {
    attributes[CONVERSATION_ID] = conversationId;
  }
  const options = { kind, attributes, startTime };
  try {
    return core.tracer.startSpan(name, options, parentContext);
  } catch (error) {
    // A sampler or a processor of the program's own.
    diag.error("Cannot start a span", error);
    return core.noSpan;
  }
}
