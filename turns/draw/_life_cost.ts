import { billOf } from "../model/bill.ts";
import type { RunTurns } from "../model/run_turns.ts";
import { count, dollars, styled } from "./format.ts";
import { percent } from "./percent.ts";
import { sourceInWords } from "./_source_in_words.ts";

/** What is no source that anybody could do something about. */
const NOBODYS = new Set(["unknown", "other"]);

/**
 * Says which source cost a run the most over its life.
 *
 * @param run The run.
 * @param color Whether to stress what most of the input is.
 * @returns A sentence; `undefined` where no source is known, or the run made
 * one call alone, whose prompt is all that there is.
 */
export function lifeCost(run: RunTurns, color: boolean): string | undefined {
  const bill = billOf([run], "source");
  const top = bill.lines.find(({ name }) => !NOBODYS.has(name));
  if (top === undefined || bill.calls < 2) return undefined;
  const { name, tokens, calls, costUsd } = top;
  const amount = `${count(tokens)} of ${count(bill.tokens)} input tokens (${
    percent(tokens, bill.tokens)
  })`;
  const cost = costUsd === undefined || bill.costUsd === undefined
    ? ""
    : `, an estimated ${dollars(costUsd)} of ${dollars(bill.costUsd)}`;
  const held = calls === undefined
    ? ""
    : `, in ${calls} of ${bill.calls} turns`;
  const unknown = bill.lines.find(({ name }) => name === "unknown")?.tokens ??
    0;
  const rest = unknown > tokens
    ? `; whose ${count(unknown)} are is not known`
    : "";
  const stressed = tokens * 2 > bill.tokens
    ? styled(amount, "yellow", color)
    : amount;
  return `Over its run ${
    sourceInWords(name)
  } came to ${stressed}${cost}${held}${rest}.`;
}
