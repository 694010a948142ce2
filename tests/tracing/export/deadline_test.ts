import { assertEquals } from "@std/assert";
import { withinDeadline } from "../../../tracing/export/_deadline.ts";

/** Answers for the terminal, and keeps what is shown on it. */
function fakeTerminal(isTerminal: boolean): Disposable & { shown: string[] } {
  const { stderr } = Deno;
  const { writeSync, isTerminal: original } = stderr;
  const shown: string[] = [];
  stderr.isTerminal = () => isTerminal;
  stderr.writeSync = (bytes) => {
    shown.push(new TextDecoder().decode(bytes));
    return bytes.length;
  };
  return {
    shown,
    [Symbol.dispose]: () => {
      stderr.isTerminal = original;
      stderr.writeSync = writeSync;
    },
  };
}

Deno.test("withinDeadline() tells a person on a terminal, once", async () => {
  for (const isTerminal of [true, false]) {
    using terminal = fakeTerminal(isTerminal);
    const work = new Promise(() => {});
    await withinDeadline(work, { timeoutMs: 20, noticeAfterMs: 0 });
    assertEquals(terminal.shown, isTerminal ? ["flushing…\n"] : []);
  }
});

Deno.test("withinDeadline() says nothing about work that is done at once", async () => {
  using terminal = fakeTerminal(true);
  await withinDeadline(Promise.resolve(), { timeoutMs: 20 });
  await withinDeadline(Promise.reject(new Error("x")), { timeoutMs: 20 });
  assertEquals(terminal.shown, []);
});

Deno.test("withinDeadline() makes the work give up", async () => {
  const work = Promise.withResolvers<void>();
  const said: string[] = [];
  await withinDeadline(work.promise.then(() => said.push("ended")), {
    timeoutMs: 1,
    giveUp: () => {
      said.push("give up");
      work.resolve();
    },
  });
  assertEquals(said, ["give up", "ended"]);
});

Deno.test("withinDeadline() ends also when the work never does", async () => {
  await withinDeadline(new Promise(() => {}), {
    timeoutMs: 1,
    giveUp: () => {},
  });
});
