// deno-lint-ignore-file no-console
/** Prints what is propagated before, inside and outside of a run. */
import { propagation, trace } from "@opentelemetry/api";
import {
  environmentContext,
  initTracing,
  traceHeaders,
  traceRun,
} from "@turnspan/turnspan";

const parent = environmentContext();
const before = traceHeaders(parent);
await using _tracing = await initTracing("agent");
const options = { runner: "mine", model: "gpt-5", parent };
const [inside, insideSpan] = await traceRun(
  options,
  () => [traceHeaders(), trace.getActiveSpan()?.spanContext()] as const,
);
const spanContext = trace.getSpanContext(parent);
console.log(JSON.stringify({
  parent: spanContext && {
    ...spanContext,
    traceState: undefined,
    state: spanContext.traceState?.serialize(),
  },
  baggage: Object.fromEntries(
    propagation.getBaggage(parent)?.getAllEntries()
      .map(([name, { value }]) => [name, value]) ?? [],
  ),
  before,
  inside,
  insideSpan: { traceId: insideSpan?.traceId, spanId: insideSpan?.spanId },
  outside: traceHeaders(),
}));
