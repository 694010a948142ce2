// deno-lint-ignore-file no-console no-explicit-any
/** Gives initTracing what no types would allow. */
import { initTracing } from "@turnspan/turnspan";

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
