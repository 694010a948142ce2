import { findRun } from "../model/load_run.ts";
import { type ReadKinds, readKinds } from "../model/read_kinds.ts";
import type { TraceSource } from "../source/trace_source.ts";
import type { TurnsIo } from "./io.ts";
import { printWarnings } from "./_print_warnings.ts";
import { sayLeftOut } from "./_say_left_out.ts";
import type { TurnsArgs } from "./turns_command.ts";

/** What was read of what was asked for. */
export type AskedKinds = ReadKinds;

/** Reads the runs that are asked for, and says what was left out. */
export async function askedKinds(
  source: TraceSource,
  { run, runner, sinceMs }: TurnsArgs,
  io: TurnsIo,
): Promise<AskedKinds> {
  const place = run === undefined ? undefined : await findRun(source, run);
  const found = await readKinds(source, {
    ...(runner !== undefined && { runner }),
    ...(sinceMs !== undefined && { sinceMs }),
    ...(place !== undefined && { traceIds: place.traceIds }),
    ...(place?.isRun && { runId: place.id }),
  });
  await printWarnings(source, io);
  if (found.kinds.length > 0) await sayLeftOut(found.withoutUsage, io);
  return found;
}
