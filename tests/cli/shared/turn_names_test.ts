import { assertEquals } from "@std/assert";
import type { TrajectoryTurn } from "@turnspan/turnspan";
import { TurnNames } from "../../../cli/shared/_turn_names.ts";

function turn(
  index: number,
  agent: string,
  parentCallId?: string,
): TrajectoryTurn {
  return {
    index,
    agent,
    depth: parentCallId === undefined ? 0 : 1,
    ...(parentCallId !== undefined && { parentCallId }),
    text: "",
    durationMs: 1,
    toolCalls: [],
  };
}

Deno.test("TurnNames tells agents apart, those of one name too", () => {
  const names = new TurnNames();
  const turns = [
    turn(1, "deep_agent"),
    turn(1, "data_analyst", "call-1"),
    turn(1, "data_analyst", "call-2"),
    turn(2, "data_analyst", "call-1"),
    turn(1, "general-purpose", "call-3"),
    turn(2, "data_analyst", "call-2"),
    turn(2, "deep_agent"),
  ];
  const expected = [
    "turn 1 of deep_agent",
    "turn 1 of data_analyst",
    "turn 1 of data_analyst #2",
    "turn 2 of data_analyst",
    "turn 1 of general-purpose",
    "turn 2 of data_analyst #2",
    "turn 2 of deep_agent",
  ];
  // Progress asks again and again.
  for (let round = 0; round < 2; round++) {
    assertEquals(turns.map((turn) => names.nameOf(turn)), expected);
  }
});
