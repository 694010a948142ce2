import { type SourceTokens, UNKNOWN } from "../prompt/sources.ts";
import type { TokenBudget } from "./options.ts";

/** How a run went past its budget. */
export interface PassedBudget {
  /** The limit that it went past. */
  readonly limit: keyof TokenBudget;
  /** What the limit is set to. */
  readonly allowed: number;
  /** The input tokens of the run, or those of its largest prompt. */
  readonly tokens: number;
  /** How many model calls the run has made. */
  readonly calls: number;
  /** What these tokens are of, the largest first. */
  readonly sources: readonly SourceTokens[];
}

/** Sources that the message names. */
const NAMED = 3;

/** The smallest share of the tokens that is worth naming. */
const WORTH_NAMING = 0.1;

/**
 * Error thrown when a run has gone past its token budget, instead of its next
 * model request. The message says what the tokens were used for, and so what to
 * cut.
 *
 * @example Usage
 * ```ts
 * import { TokenBudgetError, traceRun } from "@turnspan/turnspan";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const budget = { inputTokens: 1000 };
 * const error = await assertRejects(
 *   () =>
 *     traceRun({ runner: "mine", model: "gpt-5", budget }, async (run) => {
 *       for (;;) {
 *         await run.chat((chat) => {
 *           // In place of a model's reply.
 *           chat.response({ usage: { inputTokens: 600 } });
 *         });
 *       }
 *     }),
 *   TokenBudgetError,
 * );
 * assertEquals([error.limit, error.tokens], ["inputTokens", 1200]);
 * ```
 */
export class TokenBudgetError extends Error implements PassedBudget {
  /** The limit that the run went past. */
  readonly limit: keyof TokenBudget;
  /** What the limit is set to. */
  readonly allowed: number;
  /** The input tokens of the run, or those of its largest prompt. */
  readonly tokens: number;
  /** How many model calls the run has made. */
  readonly calls: number;
  /** What these tokens are of, the largest first. */
  readonly sources: readonly SourceTokens[];

  /**
   * Constructs a new instance.
   *
   * @param passed How the run went past its budget.
   */
  constructor(passed: PassedBudget) {
    super(messageOf(passed));
    this.name = "TokenBudgetError";
    this.limit = passed.limit;
    this.allowed = passed.allowed;
    this.tokens = passed.tokens;
    this.calls = passed.calls;
    this.sources = passed.sources;
  }
}

function messageOf(passed: PassedBudget): string {
  const { limit, allowed, tokens, calls, sources } = passed;
  const named = namedSources(passed);
  const said = limit === "inputTokens"
    ? `Cannot go on past ${allowed} input tokens: ${tokens} were sent in ${calls} ${
      calls === 1 ? "call" : "calls"
    }`
    : `Cannot go on past a prompt of ${allowed} tokens: the largest had ${tokens}`;
  const advice = sources.map(({ source }) => wayToCut(source)).find(Boolean);
  return [
    said,
    named === "" ? "" : `, ${named}`,
    `; raise budget.${limit}`,
    advice === undefined ? "" : `, or ${advice}`,
  ].join("");
}

/**
 * Names the sources that matter, in words.
 *
 * @example Usage
 * ```ts
 * import { namedSources } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * const sources = [
 *   { source: "iot/history", tokens: 23_774 },
 *   { source: "instructions", tokens: 480 },
 * ];
 * assertEquals(
 *   namedSources({ tokens: 24_254, sources }),
 *   "23774 of them iot/history",
 * );
 * ```
 *
 * @param passed The number of tokens, and their sources.
 * @returns For example `23774 of them iot/history`; empty where no source is
 * known.
 */
export function namedSources(
  { sources, tokens: all }: Pick<PassedBudget, "sources" | "tokens">,
): string {
  return sources.filter(({ source }) => source !== UNKNOWN)
    .filter(({ tokens }, place) => place === 0 || tokens >= WORTH_NAMING * all)
    .slice(0, NAMED)
    .map(({ source, tokens }, place) =>
      `${tokens}${place === 0 ? " of them" : ""} ${source}`
    ).join(", ");
}

/** What a person can do about sources that are no tool's results. */
const WAYS_TO_CUT: Readonly<Record<string, string | undefined>> = {
  instructions: "shorten the instructions",
  output_schema: "shorten the reply's schema",
  user: "shorten what the user says",
  assistant: "send back less of what the model said",
  reasoning: "send back less of the model's reasoning",
  "tools:local": "offer fewer tools",
  // Nobody can tell what these are.
  vendor: undefined,
  unknown: undefined,
  other: undefined,
};

function wayToCut(source: string): string | undefined {
  if (Object.hasOwn(WAYS_TO_CUT, source)) return WAYS_TO_CUT[source];
  const [, server] = /^tools:(.*)$/.exec(source) ?? [];
  return server === undefined
    ? `cut what ${source} returns`
    : `offer fewer tools of ${server}`;
}
