// deno-lint-ignore-file no-console no-explicit-any
/** Gives initTracing what no types would allow. */
import { initTracing } from "@turnspan/turnspan";
import { state } from "../../../tracing/base/state.ts";

for (
  const options of [
    null,
    {
      tracerProvider: {},
      serviceVersion: 1,
      flushTimeoutMs: "soon",
      fetch: "no",
      cwd: [],
      unknown: true,
    },
  ]
) {
  const tracing = await initTracing("agent", options as any);
  console.log(JSON.stringify(tracing.enabled));
  await tracing.shutdown();
}

for (const name of [undefined, { serviceName: "agent" }]) {
  const tracing = await initTracing(name as any, {
    tracerProvider: { getTracer: () => ({ startSpan() {} }) } as any,
  });
  console.log(state.serviceName);
  await tracing.shutdown();
}
