import { assert, assertEquals } from "@std/assert";
import { context, propagation, trace } from "@opentelemetry/api";
import { initTracing } from "@turnspan/turnspan";
import { staticGraph } from "../_helpers/static_graph.ts";
import { runJson } from "./_program.ts";

interface Report {
  readonly answer: string;
  readonly trajectory: unknown;
  readonly enabled: boolean;
  readonly fetched: string;
  readonly headers: Record<string, string>;
  readonly recording: boolean;
  readonly sameFetch: boolean;
  readonly registered: readonly string[];
  readonly packages: readonly string[];
}

const OFF = {
  answer: "the answer",
  enabled: false,
  fetched: "hello",
  headers: {},
  recording: false,
  sameFetch: true,
  registered: [],
  packages: [],
};

/** Calls everything in a program of its own. */
async function callEverything(
  env: Record<string, string>,
  flags: readonly string[],
): Promise<Report> {
  const { stderr, json } = await runJson<Report>("everything", { env, flags });
  assertEquals(stderr, "");
  return json;
}

/** What differs from run to run is left out. */
function told({ trajectory }: Report): unknown {
  return JSON.parse(
    JSON.stringify(
      trajectory,
      (key, value) => key === "durationMs" ? 0 : value,
    ),
  );
}

Deno.test("everything is off when no variable is set", async () => {
  const { trajectory: _, ...rest } = await callEverything({}, ["--allow-env"]);
  assertEquals(rest, OFF);
});

Deno.test("everything is off when nothing is permitted", async () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9",
    OTEL_TRACES_FILE: "traces.jsonl",
    TRACEPARENT: "nonsense",
  };
  const { trajectory: _, ...rest } = await callEverything(env, []);
  assertEquals(rest, OFF);
});

Deno.test("everything is off when OTEL_SDK_DISABLED is true", async () => {
  const env = {
    OTEL_SDK_DISABLED: "TRUE",
    OTEL_EXPORTER_OTLP_ENDPOINT: "not a url",
    OTEL_TRACES_EXPORTER: "console",
    OTEL_TRACES_FILE: "/nowhere/traces.jsonl",
    OTEL_TRACES_SAMPLER: "nonsense",
  };
  const { trajectory: _, ...rest } = await callEverything(env, ["--allow-env"]);
  assertEquals(rest, OFF);
});

Deno.test("everything is off when OTEL_TRACES_EXPORTER is none", async () => {
  const env = {
    OTEL_TRACES_EXPORTER: "none",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9",
  };
  const { trajectory: _, ...rest } = await callEverything(env, ["--allow-all"]);
  assertEquals(rest, OFF);
});

Deno.test("the trajectory is the same on and off", async () => {
  const path = await Deno.makeTempFile();
  try {
    const off = await callEverything({}, []);
    const on = await callEverything({ OTEL_TRACES_FILE: path }, [
      "--allow-all",
    ]);
    assertEquals(told(off), told(on));
    assertEquals(on.answer, off.answer);
    // That the test sees what is on: otherwise it would prove nothing.
    assert(on.enabled && on.recording === false && !on.sameFetch);
    assertEquals([...on.registered].sort(), [
      "context",
      "propagation",
      "trace",
    ]);
    assert(on.packages.includes("@opentelemetry/sdk-trace"));
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("initTracing() leaves nothing behind when it is off", async () => {
  // The sanitizers see timers and connections; there is nothing to dispose of.
  const fetch = globalThis.fetch;
  const tracing = await initTracing("agent");
  assertEquals(tracing.enabled, false);
  assertEquals(globalThis.fetch, fetch);
  assertEquals(trace.getTracer("x").startSpan("x").isRecording(), false);
  assertEquals(context.active().getValue(Symbol()), undefined);
  assertEquals(propagation.fields(), []);
  await tracing.flush();
  await tracing.shutdown();
});

Deno.test("mod.ts loads nothing from npm", async () => {
  const { packages } = await staticGraph("mod.ts");
  assertEquals(packages, []);
});

Deno.test("mod.ts loads of Node what a run needs, and no process", async () => {
  const { builtins } = await staticGraph("mod.ts");
  assertEquals(builtins, ["node:async_hooks", "node:buffer"]);
});
