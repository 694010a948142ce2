import { assertEquals } from "@std/assert";
import { SpanRecorder } from "../../../testing/mod.ts";
import { startRun } from "../../../tracing/recorder/start_run.ts";
import { nameConversation } from "../../../tracing/recorder/name_conversation.ts";
import type {
  AgentRun,
  AgentScope,
  ToolCall,
} from "../../../tracing/recorder/types.ts";
import { RUN } from "./_run_setup.ts";

/** The conversation of each span, in order of start. */
function conversations({ spans }: SpanRecorder): readonly unknown[][] {
  return spans.toSorted((a, b) => order(a.startTime, b.startTime))
    .map(({ name, attributes }) =>
      "gen_ai.conversation.id" in attributes
        ? [name, attributes["gen_ai.conversation.id"]]
        : [name]
    );
}

function order(a: readonly number[], b: readonly number[]): number {
  return (a[0]! - b[0]!) || (a[1]! - b[1]!);
}

/** One turn: a model call and a tool call. */
function turn(agent: AgentScope): void {
  const turn = agent.startTurn();
  turn.startChat().end();
  turn.startTool({ name: "add" }).end();
}

/** An agent inside that has not begun a turn yet. */
function agentInside(run: AgentRun): [AgentScope, ToolCall] {
  const call = run.startTurn().startTool({ name: "task" });
  return [call.startAgent({ name: "helper" }), call];
}

Deno.test("startRun() names its conversation on every span", () => {
  using recorder = new SpanRecorder();

  const run = startRun({ ...RUN, conversationId: "c-1" });
  run.startToolsList({ server: "iot" }).end();
  const [inside] = agentInside(run);
  turn(inside);
  run.end();

  assertEquals(
    conversations(recorder),
    [
      "agent.run",
      "tools/list",
      "agent.turn",
      "tool.call",
      "agent.invoke",
      "agent.turn",
      "chat gpt-5",
      "tool.call",
    ].map((name) => [name, "c-1"]),
  );
});

Deno.test("startRun() names no conversation where nobody does", () => {
  using recorder = new SpanRecorder();

  const nothing = { conversationId: null as unknown as string };
  for (const named of [{}, { conversationId: "" }, nothing]) {
    const run = startRun({ ...RUN, ...named });
    for (const id of [undefined, "", null, 7]) nameConversation(run, id);
    turn(run);
    run.end();
  }

  assertEquals(
    conversations(recorder).filter(([, id]) => id !== undefined),
    [],
  );
  assertEquals(recorder.spans.length, 12);
});

Deno.test("nameConversation() names it on spans that are open and that follow", () => {
  using recorder = new SpanRecorder();

  const run = startRun(RUN);
  run.startToolsList({ server: "iot" }).end();
  turn(run);
  const [inside] = agentInside(run);
  nameConversation(run, "s-1");
  turn(inside);
  run.end();

  assertEquals(conversations(recorder), [
    ["agent.run", "s-1"],
    ["tools/list"],
    ["agent.turn"],
    ["chat gpt-5"],
    ["tool.call"],
    ["agent.turn", "s-1"],
    ["tool.call", "s-1"],
    ["agent.invoke", "s-1"],
    ["agent.turn", "s-1"],
    ["chat gpt-5", "s-1"],
    ["tool.call", "s-1"],
  ]);
});

Deno.test("nameConversation() leaves the caller's id alone", () => {
  using recorder = new SpanRecorder();

  const run = startRun({ ...RUN, conversationId: "mine" });
  nameConversation(run, "theirs");
  const [inside] = agentInside(run);
  nameConversation(inside, "theirs");
  run.end();

  assertEquals(
    conversations(recorder).map(([, id]) => id),
    ["mine", "mine", "mine", "mine"],
  );
});

Deno.test("nameConversation() gives an agent inside a conversation of its own", () => {
  using recorder = new SpanRecorder();

  const run = startRun(RUN);
  const [early, call] = agentInside(run);
  nameConversation(early, "inner");
  nameConversation(run, "outer");
  turn(early);
  early.end();
  const late = call.startAgent({ name: "other" });
  nameConversation(late, "other");
  turn(late);
  run.end();

  const inner = ["agent.invoke", "agent.turn", "chat gpt-5", "tool.call"];
  assertEquals(conversations(recorder), [
    ["agent.run", "outer"],
    ["agent.turn", "outer"],
    ["tool.call", "outer"],
    ...inner.map((name) => [name, "inner"]),
    ...inner.map((name) => [name, "other"]),
  ]);
});

Deno.test("nameConversation() names the next one for the turns that follow", () => {
  using recorder = new SpanRecorder();

  const run = startRun(RUN);
  nameConversation(run, "first");
  run.startTurn();
  nameConversation(run, "second");
  run.startTurn();
  run.end();
  nameConversation(run, "too late");

  assertEquals(conversations(recorder), [
    ["agent.run", "first"],
    ["agent.turn", "first"],
    ["agent.turn", "second"],
  ]);
});
