import { assertEquals } from "@std/assert";
import { runProgram } from "../tracing/_program.ts";

Deno.test("SpanRecorder records whatever sampler the environment names", async () => {
  const { stdout } = await runProgram("recorder", {
    env: { OTEL_TRACES_SAMPLER: "always_off" },
  });

  assertEquals(stdout, "agent.run\n  agent.turn\n");
});
