import { AssertionError } from "@std/assert";
import type { SpanSource } from "./assert_span_tree.ts";
import { checkLimits } from "./_check_limits.ts";
import { type Ledger, ledgersIn } from "./_ledgers_in.ts";
import { spansIn } from "./_span_source.ts";
import { madeOf, tokensInWords } from "./_token_words.ts";

/** Tokens by source: `iot/history`, `tools:iot`, `instructions` and so on. */
export type SourceLimits = Readonly<Record<string, number>>;

/** What prompts may come to, in tokens. What is not given has no limit. */
export interface PromptBudget {
  /** The most that one turn's prompt may have. */
  readonly maxTokens?: number;
  /** The most that a prompt may have above that of the turn before. */
  readonly maxGrowth?: number;
  /** The most that a source may hold of one prompt. */
  readonly maxBySource?: SourceLimits;
  /** The most that a run may send in all, agents inside included. */
  readonly maxTotal?: number;
  /** The most that a source may come to over a run, sent again and again. */
  readonly maxTotalBySource?: SourceLimits;
}

/** Turns and runs that a message lists. */
const MOST_LISTED = 10;

/**
 * Asserts that no prompt is larger, or has grown by more, than is allowed.
 *
 * The tokens are those that the provider reported, and what a source holds of
 * them is what the ledger says. `maxBySource` is held against each prompt by
 * itself, `maxTotalBySource` against the sum over a run, in which a result
 * counts as often as it was sent.
 *
 * @example Usage
 * ```ts
 * import { traceRun } from "@turnspan/turnspan";
 * import { assertPromptBudget, SpanRecorder } from "@turnspan/turnspan/testing";
 *
 * using recorder = new SpanRecorder();
 * await traceRun({ runner: "mine", model: "gpt-5" }, (run) => {
 *   const request = { messages: [{ role: "user", content: "1 + 2?" }] };
 *   return run.chat({ request }, (chat) => {
 *     chat.response({ text: "3", usage: { inputTokens: 12 } });
 *   });
 * });
 *
 * assertPromptBudget(recorder, {
 *   maxTokens: 14_000,
 *   maxGrowth: 5_000,
 *   maxBySource: { "iot/history": 5_000 },
 * });
 * ```
 *
 * @param actual The recorder, or the spans.
 * @param budget The limits, one at least.
 * @throws {AssertionError} If a prompt is over its budget, or if the spans do
 * not say how large it is. The message names each turn, by how much it is over,
 * what made it grow, and what it is made of.
 * @throws {TypeError} If a limit cannot be used; the message names it.
 */
export function assertPromptBudget(
  actual: SpanSource,
  budget: PromptBudget,
): void {
  checkLimits(budget);
  const { turns, runs } = ledgersIn(spansIn(actual));
  const { maxTokens, maxGrowth, maxBySource } = budget;
  const { maxTotal, maxTotalBySource } = budget;
  const over = [
    ...overIn("agent.turn", turns, [
      ["maxTokens", maxTokens, ({ tokens }) => tokens],
      ["maxGrowth", maxGrowth, ({ growth }) => growth?.tokens],
      ...bySource("maxBySource", maxBySource),
    ]),
    ...overIn("agent.run", runs, [
      ["maxTotal", maxTotal, ({ tokens }) => tokens],
      ...bySource("maxTotalBySource", maxTotalBySource),
    ]),
  ];
  if (over.length === 0) return;
  const more = over.length - MOST_LISTED;
  throw new AssertionError([
    "Prompts are over their budget:",
    ...over.slice(0, MOST_LISTED),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ].join("\n"));
}

/** A limit: its name, how much it is, and what is held against it. */
type Limit = readonly [
  name: string,
  most: number | undefined,
  measure: (ledger: Ledger) => number | undefined,
];

function bySource(name: string, limits: SourceLimits = {}): Limit[] {
  return Object.entries(limits).map(([source, most]) => [
    `${name}["${source}"]`,
    most,
    ({ sources }) => sources.size === 0 ? undefined : sources.get(source) ?? 0,
  ]);
}

/** What is over a limit, a text for each turn or run. */
function overIn(
  what: string,
  ledgers: readonly Ledger[],
  limits: readonly Limit[],
): string[] {
  const given = limits.filter(([, most]) => most !== undefined);
  for (const [name, , measure] of given) {
    // One turn has nothing that it could have grown from.
    if (name === "maxGrowth" && ledgers.length > 0) continue;
    if (ledgers.some((ledger) => measure(ledger) !== undefined)) continue;
    throw new AssertionError(unknown(what, ledgers, name));
  }
  return ledgers.flatMap((ledger) => {
    const lines = given.flatMap(([name, most = Infinity, measure]) => {
      const tokens = measure(ledger) ?? 0;
      return tokens <= most ? [] : [
        `  ${name} is ${tokensInWords(most)}, and it has ${
          tokensInWords(tokens)
        }: ${tokensInWords(tokens - most)} over`,
      ];
    });
    return lines.length === 0
      ? []
      : [[heading(ledger), ...lines, ...cause(ledger)].join("\n")];
  });
}

/** A limit that nothing can be held against would always be kept. */
function unknown(
  what: string,
  ledgers: readonly Ledger[],
  limit: string,
): string {
  const why = ledgers.length === 0
    ? `no ${what} is among the spans`
    : limit.includes("[")
    ? `no ${what} among the spans has a ledger`
    : `no ${what} among the spans says how many input tokens it had`;
  return `Cannot hold anything against "${limit}": ${why}`;
}

function heading({ label, tokens = 0, growth }: Ledger): string {
  const grown = growth === undefined || growth.tokens <= 0
    ? ""
    : `, ${tokensInWords(growth.tokens)} more than the turn before`;
  return `${label}: ${tokensInWords(tokens)} input tokens${grown}`;
}

function cause(ledger: Ledger): string[] {
  const { source, sourceTokens } = ledger.growth ?? {};
  return [
    ...(source === undefined ? [] : [
      `  new in it, most of all: ${source}${
        sourceTokens === undefined
          ? ""
          : `, ${tokensInWords(sourceTokens)} tokens`
      }`,
    ]),
    ...(ledger.sources.size === 0 ? [] : [`  made of: ${madeOf(ledger)}`]),
  ];
}
