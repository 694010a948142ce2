import { RunNotFoundError } from "../model/load_run.ts";
import { FileSource } from "../source/file_source.ts";
import { SourceError, type TraceSource } from "../source/trace_source.ts";
import type { TurnsIo } from "./io.ts";
import { isGate } from "./_is_gate.ts";
import { type Places, placesOf, placesRead } from "./_places.ts";
import { diffArgs, type Pair } from "./_diff_args.ts";
import { BaselineError } from "./_baseline_file.ts";
import { checkCombination } from "./_check_combination.ts";
import { printList } from "./_print_list.ts";
import { printWarnings } from "./_print_warnings.ts";
import type { TurnsArgs } from "./turns_command.ts";
import { whereTracesComeFrom } from "./_where_traces_come_from.ts";

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    return true; // Whatever else is wrong is reported when it is read.
  }
}

/**
 * Carries out the command line.
 *
 * @param args The arguments.
 * @param io What it needs of the process.
 * @returns The exit code.
 * @throws {UsageError} If the arguments contradict each other.
 */
export async function runTurns(args: TurnsArgs, io: TurnsIo): Promise<number> {
  checkCombination(args);
  const compared = await diffArgs(args, io);
  if (compared?.files !== undefined) {
    const { printDiffOfFiles } = await import("./_print_diff.ts");
    return await printDiffOfFiles(compared.files, args.json, io);
  }
  const paths = compared?.paths ?? args.paths;
  return await runOn({ ...args, paths }, compared?.ids, io);
}

/** Answers with the view that is asked for, of which the others are not loaded. */
async function print(
  source: TraceSource,
  args: TurnsArgs,
  compared: Pair | undefined,
  places: Places,
  io: TurnsIo,
): Promise<number> {
  if (compared !== undefined) {
    const { printDiff } = await import("./_print_diff.ts");
    return await printDiff(source, compared, args.json, io);
  }
  if (args.update !== undefined) {
    const { updateBaseline } = await import("./_update_baseline.ts");
    return await updateBaseline(source, args.update, args, places, io);
  }
  if (isGate(args)) {
    const { printGate } = await import("./_print_gate.ts");
    return await printGate(source, args, places, io);
  }
  if (args.tree && args.run !== undefined) {
    const { printTree } = await import("./_print_tree.ts");
    return await printTree(source, args.run, io);
  }
  if (args.ledger && args.run !== undefined) {
    const { printLedger } = await import("./_print_ledger.ts");
    return await printLedger(source, args.run, args.json, io);
  }
  if (args.by !== undefined) {
    const { printBill } = await import("./_print_bill.ts");
    return await printBill(source, args.by, args, places, io);
  }
  return await printList(source, args, places, io);
}

async function runOn(
  args: TurnsArgs,
  compared: Pair | undefined,
  io: TurnsIo,
): Promise<number> {
  const places = placesOf(args, io);
  const [first = ""] = places.paths;
  if (places.isDefault && !await exists(first)) {
    await io.err(
      `turns: Found no trace\n${placesRead(places, undefined)}${
        whereTracesComeFrom(io)
      }`,
    );
    return 1;
  }
  const source = new FileSource(places.paths);
  try {
    return await print(source, args, compared, places, io);
  } catch (error) {
    if (error instanceof SourceError || error instanceof BaselineError) {
      await io.err(`turns: ${error.message}\n`);
      return 2;
    }
    if (!(error instanceof RunNotFoundError)) throw error;
    await printWarnings(source, io);
    const next = error.candidates.length > 0
      ? "Give more of the id\n"
      : `What to run next: the same without ${
        compared === undefined ? "--run" : "diff and the two"
      } lists runs by their largest prompt\n`;
    await io.err(
      `turns: ${error.message}\n${placesRead(places, error.spansRead)}${next}`,
    );
    return error.candidates.length > 0 ? 2 : 1;
  }
}
