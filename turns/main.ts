/**
 * Which turn sent the largest prompt, and what made it grow: reads the traces of
 * agent runs, ranks their turns by prompt size, and draws one run as a tree.
 *
 * Run it as a program,
 * `deno run --allow-read --allow-env jsr:@turnspan/turnspan/turns`, or import
 * its functions. Importing it runs nothing.
 *
 * @example Rank the turns of a file
 * ```ts
 * import { explainTurns, FileSource, rankTurns } from "@turnspan/turnspan/turns";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const source = new FileSource(["examples/trace.jsonl"]);
 * const { rows } = await rankTurns(source, { top: 3 });
 * assertStringIncludes(explainTurns(rows), "iot/history made it grow");
 * ```
 *
 * @module
 */
import "../tracing/base/needs_deno.ts";
import { runCommand } from "../command_line/run_command.ts";
import { printable } from "../tracing/base/printable.ts";
import { runTurns } from "./command/run_turns.ts";
import { processIo, type TurnsIo } from "./command/io.ts";
import { turnsCommand } from "./command/turns_command.ts";
import { wrapped } from "./draw/wrapped.ts";

export { type DrawOptions, drawTree } from "./draw/draw_tree.ts";
export { type ExplainOptions, explainTurns } from "./draw/explain.ts";
export { FileSource } from "./source/file_source.ts";
export type { TurnsIo } from "./command/io.ts";
export { type Bill, billOf } from "./model/bill.ts";
export type {
  BillBy,
  BillLine,
  BillName,
  TurnPlace,
} from "./model/bill_line.ts";
export { largestTurn, mostGrown } from "./model/largest.ts";
export {
  findRun,
  loadRun,
  RunNotFoundError,
  type RunPlace,
  type RunTrace,
} from "./model/load_run.ts";
export { type RankOptions, rankTurns } from "./model/rank.ts";
export type { Ranking } from "./model/ranking.ts";
export type { AttributeValue, Span } from "./source/span.ts";
export {
  SourceError,
  type SpanQuery,
  type TraceSource,
} from "./source/trace_source.ts";
export type { RunTurns } from "./model/run_turns.ts";
export type { SourceTokens } from "./model/source_tokens.ts";
export type {
  EarlierTurn,
  PromptBytes,
  PromptTokens,
  TurnRow,
} from "./model/turn_row.ts";

/**
 * Runs the command.
 *
 * @example Usage
 * ```ts
 * import { main, type TurnsIo } from "@turnspan/turnspan/turns";
 * import { assertEquals, assertStringIncludes } from "@std/assert";
 *
 * let answer = "";
 * const io: TurnsIo = {
 *   folder: Deno.cwd(),
 *   color: false,
 *   env: () => undefined,
 *   now: Date.now,
 *   out: async (text) => {
 *     answer += text;
 *   },
 *   err: async (text) => console.error(text),
 * };
 *
 * assertEquals(await main(["examples/trace.jsonl", "--top", "1"], io), 0);
 * assertStringIncludes(answer, "iot/history made it grow");
 * ```
 *
 * @param args The arguments.
 * @param io The folder, environment and streams to use; those of the process
 * unless given.
 * @returns The exit code: 0, 1 where there is nothing to answer with, 2 for bad
 * usage or a file that cannot be read.
 */
export async function main(
  args: readonly string[],
  io: TurnsIo = processIo(),
): Promise<number> {
  // Ids, paths and errors are what the writer of a trace file made them.
  const { errColumns } = io;
  const options = errColumns === undefined ? {} : { columns: errColumns };
  const safe: TurnsIo = {
    folder: io.folder,
    ...(io.columns !== undefined && { columns: io.columns }),
    color: io.color,
    env: (name) => io.env(name),
    now: () => io.now(),
    out: (text) => io.out(text),
    err: (text) => io.err(wrapped(printable(text), options)),
  };
  try {
    return await runCommand(
      turnsCommand(safe.now()),
      args,
      (values, paths) => runTurns({ ...values, paths }, safe),
      {
        out: (line) => safe.out(`${line}\n`),
        err: (line) => safe.err(`${line}\n`),
        ...(io.columns !== undefined && { columns: io.columns }),
      },
    );
  } catch (error) {
    // The reader of a pipe has seen enough.
    if (error instanceof Deno.errors.BrokenPipe) return 0;
    throw error;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
