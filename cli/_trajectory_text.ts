import type { Trajectory, TrajectoryTurn } from "@turnspan/turnspan";

/** Characters of a result that a line shows. */
const MAX_OUTPUT = 120;

/** A trajectory for a person to read: a line a turn, a line a call. */
export function trajectoryText({ turns }: Trajectory): string {
  return turns.flatMap((turn) => {
    const indent = "  ".repeat(turn.depth);
    return [
      indent + turnLine(turn),
      ...turn.toolCalls.map(({ server, name, input, output, error }) => {
        const failed = error === undefined ? "" : ` failed (${error.type})`;
        return `${indent}  ${server}/${name} ${
          JSON.stringify(input)
        }${failed}: ${oneLine(output)}`;
      }),
      ...(turn.text === "" ? [] : [`${indent}  ${oneLine(turn.text)}`]),
    ];
  }).join("\n");
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
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= MAX_OUTPUT ? line : `${line.slice(0, MAX_OUTPUT)}…`;
}
