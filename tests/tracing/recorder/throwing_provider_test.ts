/**
 * A provider of the program's own may have a sampler or a processor that throws.
 *
 * @module
 */
import { trace } from "@opentelemetry/api";
import { assertEquals } from "@std/assert";
import {
  BasicTracerProvider,
  type Sampler,
  SamplingDecision,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import type { AgentRun } from "../../../tracing/recorder/types.ts";
import { RUN } from "./_run_setup.ts";

const ENTIRE = { decision: SamplingDecision.RECORD_AND_SAMPLED };

/** Throws in the methods that are named. */
function throwing(...names: readonly string[]): SpanProcessor & Sampler {
  const threw = (name: string) => {
    if (names.includes(name)) throw new Error(`${name}() throws`);
  };
  return {
    onStart: () => threw("onStart"),
    onEnd: () => threw("onEnd"),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
    shouldSample: () => {
      threw("shouldSample");
      return ENTIRE;
    },
  };
}

for (const name of ["shouldSample", "onStart", "onEnd"]) {
  Deno.test(`traceRun() records a run where the provider throws in ${name}()`, async () => {
    const part = throwing(name);
    trace.setGlobalTracerProvider(
      new BasicTracerProvider({ sampler: part, spanProcessors: [part] }),
    );
    try {
      let run!: AgentRun;
      const answer = await traceRun(RUN, (started) => {
        run = started;
        return run.turn((turn) => turn.tool({ name: "latest" }, () => 42));
      });

      assertEquals(answer, 42);
      assertEquals(run.trajectory.turns[0]?.toolCalls[0]?.name, "latest");
      assertEquals(run.error, undefined);
    } finally {
      trace.disable();
    }
  });
}
