import type { Trajectory, TrajectoryTurn } from "@turnspan/turnspan";
import { printableLine } from "../../tracing/base/printable.ts";
import { cutText } from "../../tracing/privacy/cut_text.ts";

/** Characters of a result that a line shows. */
const MAX_OUTPUT = 120;

/**
 * A trajectory for a person to read: a line a turn, a line a call. The turns of
 * a sub-agent stand below the call that started it.
 */
export function trajectoryText({ turns }: Trajectory): string {
  const calls = new Set(
    turns.flatMap(({ toolCalls }) => toolCalls.map(({ callId }) => callId)),
  );
  const startedBy = Map.groupBy(
    turns,
    ({ parentCallId }) => calls.has(parentCallId) ? parentCallId : undefined,
  );
  const linesBelow = (callId: string | undefined): readonly string[] => {
    const below = startedBy.get(callId) ?? [];
    // Of two calls with one id, the first has started the agent.
    startedBy.delete(callId);
    return below.flatMap(linesOf);
  };
  const linesOf = (turn: TrajectoryTurn): readonly string[] => {
    const indent = "    ".repeat(turn.depth);
    return [
      indent + printableLine(turnLine(turn)),
      ...turn.toolCalls.flatMap((call) => [
        `${indent}  ${callLine(call)}`,
        ...(call.callId === undefined ? [] : linesBelow(call.callId)),
      ]),
      ...(turn.text === "" ? [] : [`${indent}  ${oneLine(turn.text)}`]),
    ];
  };
  return linesBelow(undefined).join("\n");
}

function callLine(
  { server, name, input, output, error }: TrajectoryTurn["toolCalls"][number],
): string {
  const failed = error === undefined ? "" : ` failed (${error.type})`;
  return `${printableLine(`${server}/${name}`)} ${
    JSON.stringify(input)
  }${failed}: ${oneLine(output)}`;
}

function turnLine(turn: TrajectoryTurn): string {
  const { index, agent, phase, usage, durationMs, error } = turn;
  return [
    `turn ${index}`,
    agent,
    phase,
    usage?.inputTokens !== undefined && `${usage.inputTokens} tokens in`,
    usage?.outputTokens !== undefined && `${usage.outputTokens} out`,
    `${Math.round(durationMs)} ms`,
    error && `failed (${error.type})`,
  ].filter(Boolean).join(" · ");
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim().toWellFormed();
  return line.length <= MAX_OUTPUT ? line : `${cutText(line, MAX_OUTPUT)}…`;
}
