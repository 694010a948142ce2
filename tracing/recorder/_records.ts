import type { TrajectoryToolCall, TrajectoryTurn } from "./trajectory.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A turn of the trajectory while it is written. */
export type TurnRecord = Mutable<Omit<TrajectoryTurn, "toolCalls">> & {
  toolCalls: ToolCallRecord[];
};

/** A tool call of the trajectory while it is written. */
export type ToolCallRecord = Mutable<TrajectoryToolCall>;
