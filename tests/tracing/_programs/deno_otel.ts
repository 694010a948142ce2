// deno-lint-ignore-file no-console
/** A program under Deno's own OpenTelemetry. */
import { Module } from "node:module";
import { initTracing, tracedFetch, traceRun } from "@turnspan/turnspan";

const input = JSON.parse(Deno.args[0] ?? "{}") as { upstream: string };
const original = globalThis.fetch;
const tracing = await initTracing("agent");
const sameFetch = globalThis.fetch === original;
await traceRun(
  { runner: "mine", model: "gpt-5" },
  (run) =>
    run.turn(async (turn) => {
      await turn.startChat().run(async () => {
        await (await fetch(`${input.upstream}/global`)).text();
        await (await tracedFetch(`${input.upstream}/traced`)).text();
      });
      const call = turn.startTool({ name: "add" });
      await call.run(() => call.result("3"));
    }),
);
await tracing.shutdown();
const cache = (Module as unknown as { _cache: Record<string, unknown> })._cache;
console.log(JSON.stringify({
  enabled: tracing.enabled,
  sameFetch,
  sdk: Object.keys(cache).filter((file) => file.includes("sdk-trace")),
}));
