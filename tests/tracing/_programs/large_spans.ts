// deno-lint-ignore-file no-console
/** Makes spans, some of them with a text of the size that it is told. */
import { getTracer, initTracing } from "@turnspan/turnspan";

const input = JSON.parse(Deno.args[0] ?? "{}") as {
  readonly size: number;
  /** How many spans: 60 unless said. */
  readonly count?: number;
  /** Which spans are large. */
  readonly large: readonly number[];
  readonly flushTimeoutMs?: number;
};
const tracing = await initTracing("agent", input);
const text = "x".repeat(input.size);
for (let n = 0; n < (input.count ?? 60); n++) {
  const attributes = input.large.includes(n) ? { text } : {};
  getTracer().startSpan(`span ${n}`, { attributes }).end();
}
console.log("the answer");
await tracing.shutdown();
