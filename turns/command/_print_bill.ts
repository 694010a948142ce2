import { drawBill } from "../draw/draw_bill.ts";
import type { Bill } from "../model/bill.ts";
import type { BillBy } from "../model/bill_line.ts";
import { billTurns } from "../model/bill_turns.ts";
import { findRun } from "../model/load_run.ts";
import type { TraceSource } from "../source/trace_source.ts";
import type { TurnsIo } from "./io.ts";
import type { Places } from "./_places.ts";
import { printJson } from "./_print_json.ts";
import { printWarnings } from "./_print_warnings.ts";
import { sayLeftOut } from "./_say_left_out.ts";
import type { TurnsArgs } from "./turns_command.ts";
import { whyNothing } from "./_why_nothing.ts";

/** All sources that one run can name, so that of one run nothing is left out. */
const LINES_SHOWN = 40;

function toJson({ lines, rest, ...bill }: Bill): object {
  const shareOf = (tokens: number) =>
    bill.tokens === 0 ? 0 : Math.round(100 * tokens / bill.tokens);
  return {
    ...bill,
    lines: lines.map(({ name, tokens, ...line }) => ({
      name,
      tokens,
      sharePercent: shareOf(tokens),
      ...line,
    })),
    rest,
  };
}

/** Adds up tokens, and shows a line each. */
export async function printBill(
  source: TraceSource,
  by: BillBy,
  args: TurnsArgs,
  places: Places,
  io: TurnsIo,
): Promise<number> {
  const place = args.run === undefined
    ? undefined
    : await findRun(source, args.run);
  const found = await billTurns(source, by, {
    ...args,
    top: args.top ?? (args.json ? Infinity : LINES_SHOWN),
    ...(place !== undefined && { traceIds: place.traceIds }),
    ...(place?.isRun && { runId: place.id }),
  });
  await printWarnings(source, io);
  const { bill, spans, candidates, withoutUsage } = found;
  if (args.json) {
    await printJson({
      version: 1,
      sources: source.places,
      spansRead: spans,
      ...toJson(bill),
    }, io);
  }
  if (bill.lines.length === 0) {
    await io.err(whyNothing(found, args, places, io));
    return candidates > withoutUsage ? 0 : 1;
  }
  if (!args.json) {
    const { color, columns } = io;
    const width = columns === undefined ? {} : { columns };
    await io.out(`${drawBill(bill, { color, ...width })}\n`);
  }
  await sayLeftOut(withoutUsage, io);
  return 0;
}
