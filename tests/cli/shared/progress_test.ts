import { assertEquals } from "@std/assert";
import { startRun } from "@turnspan/turnspan";
import { Progress } from "../../../cli/shared/_progress.ts";
import { warn } from "../../../tracing/privacy/warn.ts";

/** Answers for a terminal, and keeps what is shown on it. */
function terminal(): Disposable & { readonly shown: string[] } {
  const { stderr } = Deno;
  const { writeSync, isTerminal } = stderr;
  const shown: string[] = [];
  stderr.isTerminal = () => true;
  stderr.writeSync = (bytes) => {
    shown.push(new TextDecoder().decode(bytes));
    return bytes.length;
  };
  return {
    shown,
    [Symbol.dispose]() {
      stderr.isTerminal = isTerminal;
      stderr.writeSync = writeSync;
    },
  };
}

const CLEARED = "\r\x1b[K";

Deno.test("Progress makes room for a line, and no longer than it is shown", () => {
  using screen = terminal();
  const run = startRun({ runner: "mine", model: "gpt-5" });
  const { consoleSize } = Deno;
  Deno.consoleSize = () => ({ columns: 80, rows: 24 });
  try {
    const progress = new Progress(run, { verbose: false });
    warn("during");
    progress[Symbol.dispose]();
    warn("after");
  } finally {
    Deno.consoleSize = consoleSize;
  }
  assertEquals(screen.shown, [
    CLEARED,
    "turnspan: during\n",
    CLEARED,
    "turnspan: after\n",
  ]);
  run.end();
});
