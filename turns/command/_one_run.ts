import { UsageError } from "../../command_line/usage_error.ts";
import type { RunTrace } from "../model/load_run.ts";
import type { RunTurns } from "../model/run_turns.ts";

/** The only run of a trace; model calls beside it in its trace are of none. */
export function oneRun(
  { runs, id }: RunTrace,
  doing: string,
): RunTurns | undefined {
  const named = runs.filter(({ runId }) => runId !== undefined);
  const [only, ...others] = named.length > 0 ? named : runs;
  if (others.length === 0) return only;
  const all = [only, ...others].map((run) => run?.runId ?? "");
  const ids = new Set(all).size > 1
    ? `one of its runs, ${[...new Set(all)].join(", ")}`
    : `one of its traces, ${named.map(({ traceId }) => traceId).join(", ")}`;
  throw new UsageError(
    `Cannot ${doing} "${id}": there are ${named.length} runs of it. Name ${ids}`,
  );
}
