/** Runs three turns of one agent at once, of which the last alone is kept. */
import { initTracing, traceRun } from "@turnspan/turnspan";

await using _tracing = await initTracing("agent");
await traceRun(
  { runner: "mine", model: "gpt-5" },
  (run) => Promise.all([1, 2, 3].map(() => run.turn(() => Promise.resolve()))),
);
