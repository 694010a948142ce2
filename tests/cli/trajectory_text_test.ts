import { assertEquals } from "@std/assert";
import type { TrajectoryTurn } from "@turnspan/turnspan";
import { trajectoryText } from "../../cli/agent/trajectory_text.ts";

type Call = TrajectoryTurn["toolCalls"][number];

const call = (name: string, callId?: string): Call => ({
  name,
  server: "local",
  ...(callId === undefined ? {} : { callId }),
  input: {},
  output: "ok",
  durationMs: 1,
});

const turn = (
  agent: string,
  init: Partial<TrajectoryTurn> = {},
): TrajectoryTurn => ({
  index: 1,
  agent,
  depth: 0,
  text: "",
  durationMs: 1,
  toolCalls: [],
  ...init,
});

/** A turn of an agent that a call started. */
const inside = (agent: string, parentCallId: string, index = 1) =>
  turn(agent, { index, depth: 1, parentCallId });

Deno.test("trajectoryText() puts the turns of agents side by side under their calls", () => {
  const turns = [
    turn("main", { toolCalls: [call("task", "a"), call("task", "b")] }),
    inside("left", "a"),
    inside("right", "b"),
    inside("left", "a", 2),
    turn("main", { index: 2, text: "done" }),
  ];
  assertEquals(
    trajectoryText({ turns }),
    `turn 1 · main · 1 ms
  local/task {}: ok
    turn 1 · left · 1 ms
    turn 2 · left · 1 ms
  local/task {}: ok
    turn 1 · right · 1 ms
turn 2 · main · 1 ms
  done`,
  );
});

Deno.test("trajectoryText() loses no turn whose call has no id or one used twice", () => {
  const turns = [
    turn("main", { toolCalls: [call("task"), call("again", "a")] }),
    turn("main", { index: 2, toolCalls: [call("again", "a")] }),
    inside("twice", "a"),
    inside("lost", "never seen"),
  ];
  assertEquals(
    trajectoryText({ turns }),
    `turn 1 · main · 1 ms
  local/task {}: ok
  local/again {}: ok
    turn 1 · twice · 1 ms
turn 2 · main · 1 ms
  local/again {}: ok
    turn 1 · lost · 1 ms`,
  );
});
