import { assertEquals } from "@std/assert";
import { runProgram } from "../_program.ts";

Deno.test("openProvider() names every variable it cannot use at once", async () => {
  const { code, stderr } = await runProgram("agent", {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: ":::",
      OTEL_TRACES_SAMPLER: "foo",
      OTEL_PROPAGATORS: "b3",
      OTEL_BSP_MAX_QUEUE_SIZE: "many",
      OTEL_SPAN_EVENT_COUNT_LIMIT: "few",
    },
  });

  assertEquals(code, 0);
  const named = stderr.trimEnd().split("\n").map((line) =>
    /^turnspan: Cannot use (\w+)=/.exec(line)?.[1]
  );
  assertEquals(named.toSorted(), [
    "OTEL_BSP_MAX_QUEUE_SIZE",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_PROPAGATORS",
    "OTEL_SPAN_EVENT_COUNT_LIMIT",
    "OTEL_TRACES_SAMPLER",
  ]);
});
