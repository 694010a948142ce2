// deno-lint-ignore-file no-console
/** Flushes twice before the end. */
import { getTracer, initTracing } from "@turnspan/turnspan";

await using tracing = await initTracing("agent");
const received: number[] = [];
for (const name of ["first", "second"]) {
  getTracer().startSpan(name).end();
  await tracing.flush();
  received.push(performance.now());
}
getTracer().startSpan("third").end();
console.log(JSON.stringify({ received }));
