// deno-lint-ignore-file no-console
/** Calls everything, and prints what that did to the process. */
import { Module } from "node:module";
import {
  cancelOnInterrupt,
  currentAgent,
  currentRun,
  currentToolCall,
  currentTurn,
  environmentContext,
  getTracer,
  initTracing,
  tracedFetch,
  traceHeaders,
  traceRun,
} from "@turnspan/turnspan";

const fetchBefore = globalThis.fetch;
const api = () =>
  (globalThis as Record<symbol, Record<string, unknown>>)[
    Symbol.for("opentelemetry.js.api.1")
  ];

using interrupt = cancelOnInterrupt();
await using tracing = await initTracing("agent");
let trajectory;
const answer = await traceRun({
  runner: "mine",
  model: "gpt-5",
  runId: "run-1",
  signal: interrupt.signal,
  parent: environmentContext(),
}, async (run) => {
  trajectory = run.trajectory;
  await run.turn(async (turn) => {
    await turn.startChat().run(() => currentTurn());
    const call = turn.startTool({ name: "add", input: { a: 1, b: 2 } });
    await call.run(() => {
      currentToolCall();
      currentAgent();
      call.result("3");
    });
  });
  return currentRun() === run ? "the answer" : "another run";
});
const span = getTracer().startSpan("mine");
span.end();
const fetched = await tracedFetch("data:text/plain,hello");
await tracing.flush();

const cache = (Module as unknown as { _cache: Record<string, unknown> })._cache;
const packages = Object.keys(cache).flatMap((file) =>
  /node_modules[/\\](.*?)[/\\]build[/\\]|npm[/\\][^/\\]+[/\\](@[^/\\]+[/\\][^/\\]+)[/\\]/
    .exec(file)?.slice(1).filter((name) => name !== undefined) ?? []
);
console.log(JSON.stringify({
  answer,
  fetched: await fetched.text(),
  trajectory,
  enabled: tracing.enabled,
  headers: traceHeaders(),
  recording: span.isRecording(),
  sameFetch: globalThis.fetch === fetchBefore,
  registered: Object.keys(api() ?? {}).filter((name) => name !== "version"),
  packages: [...new Set(packages)].sort(),
}));
