import type { AgentResult } from "../../runners/shared/agent_result.ts";
import { type Column, drawColumns } from "../../turns/draw/columns.ts";
import { count, size } from "../../turns/draw/format.ts";
import { growthStyle } from "../../turns/draw/growth_style.ts";
import {
  largestTurn,
  mostGrown,
  type RunTrace,
  type TurnRow,
} from "../../turns/main.ts";

/** One run of the demo, and its trace where there is one. */
export interface ComparedRun {
  readonly result: AgentResult;
  readonly trace: RunTrace | undefined;
}

/** Draws runs of the same question side by side. */
export function drawComparison(
  runs: readonly ComparedRun[],
  options: { readonly color: boolean; readonly columns?: number },
): string {
  return drawColumns(runs, columnsOf(runs), options);
}

const columnsOf = (
  runs: readonly ComparedRun[],
): readonly Column<ComparedRun>[] => [
  { title: "RUNNER", cell: ({ result }) => result.runner, worth: 9 },
  number("TURNS", 6, ({ result }) => result.trajectory.turns.length),
  number("TOOL CALLS", 5, ({ result }) =>
    result.trajectory.turns
      .reduce((sum, { toolCalls }) => sum + toolCalls.length, 0)),
  number("TOKENS IN", 4, ({ result }) => result.usage.inputTokens || undefined),
  number(
    "TOKENS OUT",
    3,
    ({ result }) => result.usage.outputTokens || undefined,
  ),
  number("LARGEST PROMPT", 8, (run) => largest(run)?.promptTokens),
  {
    title: "SENT BY",
    cell: (run) => {
      const turn = largest(run);
      return turn && `turn ${turn.turn} of ${turn.agent}`;
    },
    least: 10,
    worth: 2,
  },
  {
    title: "GREW BY",
    cell: (run) => {
      const grown = grownIn(run);
      if (grown?.grewBy === undefined) return undefined;
      const { grewBy, grewByBytes = 0 } = grown;
      return `${grewBy} ${size(grewByBytes)} in turn ${grown.turn}`;
    },
    style: (run) => growthStyle(grownIn(run) ?? {}, largestOf(runs)),
    least: 10,
    worth: 7,
  },
  {
    title: "FAILED",
    cell: ({ result }) => result.error?.type,
    least: 6,
    worth: 9,
  },
];

function number(
  title: string,
  worth: number,
  value: (run: ComparedRun) => number | undefined,
): Column<ComparedRun> {
  const cell = (run: ComparedRun) => {
    const known = value(run);
    return known === undefined ? undefined : count(known);
  };
  return { title, cell, right: true, worth };
}

function largest({ trace }: ComparedRun) {
  return largestTurn(trace?.turns ?? []);
}

/** Where most of a run's largest prompt was added. */
function grownIn(run: ComparedRun): TurnRow | undefined {
  const turn = largest(run);
  return turn && mostGrown(run.trace?.turns ?? [], turn);
}

/** The tokens of the largest prompt of all. */
function largestOf(runs: readonly ComparedRun[]): number {
  return Math.max(0, ...runs.map((run) => largest(run)?.promptTokens ?? 0));
}
