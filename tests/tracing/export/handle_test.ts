import { assertEquals } from "@std/assert";
import { runProgram } from "../_program.ts";
import { makeFolder, names, readSpans } from "../_trace_file.ts";

Deno.test("TracingHandle ends requests nobody has read when it shuts down", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;

  const { code, stderr } = await runProgram("unread", {
    env: { OTEL_TRACES_FILE: path },
  });

  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  assertEquals(names(readSpans(path)), ["work", "GET"]);
});
