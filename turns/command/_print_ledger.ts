import { UsageError } from "../../command_line/usage_error.ts";
import { drawLedger } from "../draw/draw_ledger.ts";
import { explainTurns } from "../draw/explain.ts";
import { loadRun, type RunTrace } from "../model/load_run.ts";
import { runLedger } from "../model/run_ledger.ts";
import type { RunTurns } from "../model/run_turns.ts";
import type { TurnRow } from "../model/turn_row.ts";
import type { TraceSource } from "../source/trace_source.ts";
import type { TurnsIo } from "./io.ts";
import { printJson } from "./_print_json.ts";
import { printWarnings } from "./_print_warnings.ts";
import { HOW_TO_REPORT } from "./_why_nothing.ts";

/** A ledger is of one run; model calls beside it in its trace are of none. */
function oneOf({ runs, id }: RunTrace): RunTurns | undefined {
  const named = runs.filter(({ runId }) => runId !== undefined);
  const [only, ...others] = named.length > 0 ? named : runs;
  if (others.length === 0) return only;
  const all = [only, ...others].map((run) => run?.runId ?? "");
  const ids = new Set(all).size > 1
    ? `one of its runs, ${[...new Set(all)].join(", ")}`
    : `one of its traces, ${named.map(({ traceId }) => traceId).join(", ")}`;
  throw new UsageError(
    `Cannot draw the ledger of "${id}": there are ${named.length} runs of it. Name ${ids}`,
  );
}

function turnToJson(row: TurnRow): object {
  const { turn, agent, phase, model, traceId, spanId, promptTokens } = row;
  const { basis, partial, outputTokens } = row;
  const { cacheReadTokens, cacheExpectedTokens, cacheBrokenBy } = row;
  return {
    turn,
    agent,
    phase,
    model,
    traceId,
    spanId,
    promptTokens,
    outputTokens,
    basis,
    partial,
    cacheReadTokens,
    cacheExpectedTokens,
    cacheBrokenBy,
  };
}

/** Draws a run as a table of its sources and turns. */
export async function printLedger(
  source: TraceSource,
  id: string,
  isJson: boolean,
  io: TurnsIo,
): Promise<number> {
  const trace = await loadRun(source, id);
  await printWarnings(source, io);
  const run = oneOf(trace);
  if (run === undefined) {
    await io.err(`turns: There is no turn and no model call in run "${id}"\n`);
    return 1;
  }
  const ledger = runLedger(run);
  const isSilent = run.turns.every((row) => row.promptTokens === undefined);
  if (isJson) {
    const { traceId, runId, runner } = run;
    const { tokens, turns, lines } = ledger;
    await printJson({
      version: 1,
      sources: source.places,
      runId,
      traceId,
      runner,
      ...(!isSilent && { tokens }),
      turns: turns.map(turnToJson),
      lines,
    }, io);
    return 0;
  }
  const { color, columns } = io;
  const options = { color, ...(columns !== undefined && { columns }) };
  const answer = explainTurns(run.turns, { ...options, runs: [run] });
  await io.out(`${answer}\n\n${drawLedger(ledger, options)}\n`);
  if (isSilent) await io.err(HOW_TO_REPORT);
  return 0;
}
