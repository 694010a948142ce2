/**
 * The environment, but for what would turn tracing on: the benchmarks share
 * one, and some set it.
 *
 * @returns What is left.
 */
export function untraced(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(Deno.env.toObject()).filter(([name]) =>
      !/^(?:OTEL_|TRACEPARENT$|TRACESTATE$)/.test(name)
    ),
  );
}
