import { assertEquals } from "@std/assert";
import { runProgram } from "../_program.ts";
import { makeFolder } from "../_trace_file.ts";

Deno.test("AgentScope.turn() says once that turns of one agent overlap", async () => {
  using folder = makeFolder();
  const env = { OTEL_TRACES_FILE: `${folder.path}/traces.jsonl` };

  const on = await runProgram("overlap", { env });
  const off = await runProgram("overlap");

  assertEquals(
    on.stderr,
    'turnspan: Cannot keep turn 1 of agent "mine" open: the next one has ' +
      "begun, and turns of one agent follow each other; agents that work side " +
      "by side are made with startAgent()\n",
  );
  assertEquals(off.stderr, "");
});
