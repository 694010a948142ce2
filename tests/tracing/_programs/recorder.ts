// deno-lint-ignore-file no-console
/** Prints what a recorder holds, in an environment that would sample it out. */
import { traceRun } from "@turnspan/turnspan";
import { SpanRecorder } from "@turnspan/turnspan/testing";

using recorder = new SpanRecorder();
await traceRun({ runner: "mine", model: "gpt-5" }, (run) => run.turn(() => {}));
console.log(recorder.tree());
