import type { TraceSource } from "../source/trace_source.ts";
import type { TurnsIo } from "./io.ts";

/** Says what the last reading left out. */
export async function printWarnings(
  source: TraceSource,
  io: TurnsIo,
): Promise<void> {
  for (const line of source.warnings()) await io.err(`${line}\n`);
}
