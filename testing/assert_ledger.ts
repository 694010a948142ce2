import { AssertionError } from "@std/assert";
import type { SpanSource } from "./assert_span_tree.ts";
import { type LedgerLine, ledgerTable } from "./_ledger_table.ts";
import { type Ledger, ledgersIn } from "./_ledgers_in.ts";
import type { AttributeMatcher } from "./matchers.ts";
import { spansIn } from "./_span_source.ts";

/**
 * A ledger: the tokens of each source, or a matcher such as `anyInt` where they
 * vary.
 */
export type ExpectedLedger = Readonly<
  Record<string, number | AttributeMatcher>
>;

/**
 * Asserts what the prompts of a run are made of, in tokens by source.
 *
 * One ledger is the run's: what each source came to over all of its calls. A
 * list has one for each turn, in order of start, those of agents inside
 * included; `{}` for a turn that has none. Exactly these sources have to be
 * there.
 *
 * @example Usage
 * ```ts
 * import { traceRun } from "@turnspan/turnspan";
 * import { anyInt, assertLedger, SpanRecorder } from "@turnspan/turnspan/testing";
 *
 * using recorder = new SpanRecorder();
 * await traceRun({ runner: "mine", model: "gpt-5" }, async (run) => {
 *   const messages = [{ role: "user", content: "1 + 2?" }];
 *   for (const inputTokens of [12, 20]) {
 *     const usage = { inputTokens, outputTokens: 3 };
 *     await run.chat(
 *       { request: { messages } },
 *       (chat) => chat.response({ text: "3", usage }),
 *     );
 *     messages.push({ role: "assistant", content: "3" });
 *     messages.push({ role: "user", content: "Sure?" });
 *   }
 * });
 *
 * assertLedger(recorder, [{ user: 12 }, { user: anyInt, assistant: 3 }]);
 * assertLedger(recorder, { user: 29, assistant: 3 });
 * ```
 *
 * @param actual The recorder, or the spans, of one run where it is the run's.
 * @param expected The run's ledger, or a list of one for each turn.
 * @throws {AssertionError} If they differ. The message has a table of each
 * ledger that does, with the difference of each source.
 * @throws {TypeError} If what is expected is not a ledger.
 */
export function assertLedger(
  actual: SpanSource,
  expected: ExpectedLedger | readonly ExpectedLedger[],
): void {
  const isOfTurns = Array.isArray(expected);
  const wanted: readonly ExpectedLedger[] = isOfTurns ? expected : [expected];
  for (const ledger of wanted) checkExpected(ledger);
  const { turns, runs } = ledgersIn(spansIn(actual));
  const found = isOfTurns ? turns : runs;
  if (!isOfTurns && runs.length !== 1) {
    throw new AssertionError(
      `Cannot compare with the ledger of a run: there are ${runs.length} runs among the spans; give those of one`,
    );
  }
  const count = found.length === wanted.length
    ? []
    : [`Expected the ledgers of ${wanted.length} turns, got ${found.length}`];
  const longest = Math.max(found.length, wanted.length);
  const tables = Array.from({ length: longest }, (_, place) => place)
    .flatMap((place) => difference(found[place], wanted[place], place));
  if (count.length + tables.length === 0) return;
  throw new AssertionError([
    ...count,
    ...(tables.length > 0
      ? [
        "Ledgers are not as expected (- missing, + not expected, ! another number):",
      ]
      : []),
    ...tables,
  ].join("\n"));
}

/** A table, where a ledger is not the expected one. */
function difference(
  ledger: Ledger | undefined,
  expected: ExpectedLedger = {},
  place: number,
): string[] {
  const { sources = new Map<string, number>(), label } = ledger ??
    { label: `turn ${place + 1}, which is not there` };
  const names = new Set([...sources.keys(), ...Object.keys(expected)]);
  const lines = Array.from(names, (source): LedgerLine => ({
    source,
    expected: Object.hasOwn(expected, source) ? expected[source] : undefined,
    actual: sources.get(source),
  }));
  const table = ledgerTable(lines);
  return table.length === 0 ? [] : [`${label}:`, ...table];
}

function checkExpected(ledger: unknown): void {
  if (
    typeof ledger !== "object" || ledger === null || Array.isArray(ledger)
  ) {
    throw new TypeError(
      `Cannot expect the ledger "${ledger}": it is no object of tokens by source, such as { user: 12 }`,
    );
  }
  for (const [source, value] of Object.entries(ledger)) {
    if (typeof value === "number" || typeof value === "function") continue;
    if (value === undefined) continue;
    throw new TypeError(
      `Cannot expect "${source}" in a ledger: it is ${
        JSON.stringify(value)
      } and neither a number of tokens nor a matcher`,
    );
  }
}
