import { drawTree } from "../draw/draw_tree.ts";
import { explainTurns } from "../draw/explain.ts";
import { loadRun } from "../model/load_run.ts";
import type { TraceSource } from "../source/trace_source.ts";
import type { TurnsIo } from "./io.ts";
import { printWarnings } from "./_print_warnings.ts";
import { HOW_TO_REPORT } from "./_why_nothing.ts";

/** Draws a run's trace, and answers below it. */
export async function printTree(
  source: TraceSource,
  id: string,
  io: TurnsIo,
): Promise<number> {
  const trace = await loadRun(source, id);
  await printWarnings(source, io);
  const { color, columns } = io;
  const options = { color, ...(columns !== undefined && { columns }) };
  const drawn = drawTree(trace.spans, options);
  const { turns, runs } = trace;
  await io.out(`${drawn}\n\n${explainTurns(turns, { ...options, runs })}\n`);
  if (
    turns.length > 0 &&
    turns.every(({ promptTokens }) => promptTokens === undefined)
  ) await io.err(HOW_TO_REPORT);
  return 0;
}
