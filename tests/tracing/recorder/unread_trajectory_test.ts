import { assertEquals } from "@std/assert";
import { byAdapter } from "../../../tracing/recorder/by_adapter.ts";
import { currentRun } from "../../../tracing/recorder/current.ts";
import { startRun } from "../../../tracing/recorder/start_run.ts";
import type { AgentRun } from "../../../tracing/recorder/types.ts";
import { RUN } from "./_run_setup.ts";

/** A turn of one reply and one tool call, left open. */
function busyTurn(run: AgentRun, text: string): void {
  const turn = run.startTurn();
  const chat = turn.startChat();
  chat.response({ text, usage: { inputTokens: 3, outputTokens: 1 } });
  chat.end();
  const call = turn.startTool({ name: "add", input: { a: 1 } });
  call.result(`${text} result`);
  call.end();
}

function textsOf(run: AgentRun | undefined): unknown {
  return run?.trajectory.turns.map(({ text, toolCalls }) => [
    text,
    ...toolCalls.map(({ output }) => output),
  ]);
}

Deno.test("AgentRun.trajectory keeps no texts of an adapter's run that nobody reads", () => {
  const run = byAdapter(() => startRun(RUN));
  busyTurn(run, "one");
  busyTurn(run, "two");
  run.end();

  const { turns } = run.trajectory;
  assertEquals(textsOf(run), [["", ""], ["", ""]]);
  assertEquals(turns.map(({ usage }) => usage?.inputTokens), [3, 3]);
  assertEquals(turns[0]?.toolCalls[0]?.input, { a: 1 });
});

Deno.test("AgentRun.trajectory keeps an adapter's texts from when it is read on", () => {
  const run = byAdapter(() => startRun(RUN));
  busyTurn(run, "one");
  busyTurn(run, "two");
  run.in(() => {
    assertEquals(textsOf(currentRun()), [["", ""], ["two", "two result"]]);
  });
  busyTurn(run, "three");
  run.end();

  assertEquals(textsOf(run), [
    ["", ""],
    ["two", "two result"],
    ["three", "three result"],
  ]);
});

Deno.test("AgentRun.trajectory keeps the texts of a run that the program opened", () => {
  const run = startRun(RUN);
  busyTurn(run, "one");
  busyTurn(run, "two");
  run.end();

  assertEquals(textsOf(run), [["one", "one result"], ["two", "two result"]]);
});
