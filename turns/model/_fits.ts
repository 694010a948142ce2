import { isRunner } from "./is_runner.ts";
import type { TurnRow } from "./turn_row.ts";

/** What rows are looked for, as the options of a search have it. */
interface Asked {
  readonly overTokens?: number;
  readonly runner?: string;
  readonly model?: string;
  readonly sinceMs?: number;
  readonly runId?: string;
}

/** Whether a row is of the run and the runner: a call knows by its trace. */
export function isOfRun(
  row: TurnRow,
  { runner, runId }: Asked,
): boolean {
  return (runner === undefined || isRunner(row.runner, runner)) &&
    (runId === undefined || row.runId === runId);
}

/** Whether a row is as large, as late and of the model that is looked for. */
export function isAsAsked(
  row: TurnRow,
  { overTokens, model, sinceMs }: Asked,
): boolean {
  const { promptTokens = -1, startMs } = row;
  if (overTokens !== undefined && promptTokens <= overTokens) return false;
  if (sinceMs !== undefined && startMs < sinceMs) return false;
  return model === undefined ||
    (row.model ?? "").toLowerCase().includes(model.toLowerCase());
}
