// deno-lint-ignore-file no-console
/** Makes runs and spans where a span is active that has ended. */
import { context, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import {
  getTracer,
  initTracing,
  tracedFetch,
  traceHeaders,
  traceRun,
} from "@turnspan/turnspan";

const { upstream } = JSON.parse(Deno.args[0] ?? "{}") as { upstream: string };

// With Deno's own OpenTelemetry, each leaves its span active.
await get("before");
const tracing = await initTracing("agent");
await get("after");

/** One of each, where nothing else is active. */
async function all(prefix: string): Promise<void> {
  await traceRun({ runner: `${prefix} run`, model: "gpt-5" }, async (run) => {
    await run.turn(async () => {
      await get(`${prefix} in turn`);
      getTracer().startSpan(`${prefix} in turn`).end();
      await (await tracedFetch(`${upstream}/${prefix}`)).text();
    });
  });
  getTracer().startSpan(`${prefix} own`).end();
  getTracer().startActiveSpan(`${prefix} active`, (span) => {
    getTracer().startSpan(`${prefix} child`).end();
    span.end();
  });
}

await all("top");
const headers = traceHeaders();

const ended = trace.getTracer("other").startSpan("ended", {}, ROOT_CONTEXT);
ended.end();
await context.with(trace.setSpan(ROOT_CONTEXT, ended), () => all("ended"));

/** A parent that is not to be taken away, and the trace of what is in it. */
async function traceIn(flags: number, isRemote: boolean): Promise<string> {
  const parent = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: "1".repeat(32),
    spanId: "2".repeat(16),
    traceFlags: flags,
    isRemote,
  });
  return await context.with(parent, () => traceOfRun());
}

async function traceOfRun(parent?: typeof ROOT_CONTEXT): Promise<string> {
  const options = { runner: "kept", model: "gpt-5", ...(parent && { parent }) };
  return await traceRun(options, () => {
    return trace.getActiveSpan()?.spanContext().traceId ?? "";
  });
}

const live = trace.getTracer("other").startSpan("live", {}, ROOT_CONTEXT);
const inLive = await context.with(
  trace.setSpan(ROOT_CONTEXT, live),
  () => traceOfRun(),
);
live.end();

const kept = {
  remote: await traceIn(1, true),
  unsampled: await traceIn(0, false),
  wrapped: await traceIn(1, false),
  live: inLive === live.spanContext().traceId,
  explicit: await traceOfRun(trace.setSpan(ROOT_CONTEXT, ended)) ===
    ended.spanContext().traceId,
};
await tracing.shutdown();
console.log(JSON.stringify({ headers, kept }));

async function get(path: string): Promise<void> {
  await (await fetch(`${upstream}/${path.replaceAll(" ", "-")}`)).text();
}
