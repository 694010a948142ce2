import { RunNotFoundError } from "../model/load_run.ts";
import { FileSource } from "../source/file_source.ts";
import { SourceError } from "../source/trace_source.ts";
import type { TurnsIo } from "./io.ts";
import { placesOf, placesRead } from "./_places.ts";
import { printBill } from "./_print_bill.ts";
import { checkCombination } from "./_check_combination.ts";
import { printLedger } from "./_print_ledger.ts";
import { printList } from "./_print_list.ts";
import { printTree } from "./_print_tree.ts";
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
    if (args.tree && args.run !== undefined) {
      return await printTree(source, args.run, io);
    }
    if (args.ledger && args.run !== undefined) {
      return await printLedger(source, args.run, args.json, io);
    }
    if (args.by !== undefined) {
      return await printBill(source, args.by, args, places, io);
    }
    return await printList(source, args, places, io);
  } catch (error) {
    if (error instanceof SourceError) {
      await io.err(`turns: ${error.message}\n`);
      return 2;
    }
    if (!(error instanceof RunNotFoundError)) throw error;
    await printWarnings(source, io);
    const next = error.candidates.length > 0
      ? "Give more of the id\n"
      : "What to run next: the same without --run lists runs by their largest prompt\n";
    await io.err(
      `turns: ${error.message}\n${placesRead(places, error.spansRead)}${next}`,
    );
    return error.candidates.length > 0 ? 2 : 1;
  }
}
