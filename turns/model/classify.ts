import { number, type Span, text } from "../source/span.ts";
import type { SpanLook } from "../source/span_look.ts";
import { ledgerSum, readLedger } from "./_read_ledger.ts";
import type { PromptBytes, TurnRow } from "./turn_row.ts";

/** What a span is for the question which turn sent which prompt. */
export type SpanRole = "turn" | "call" | "scope" | "other";

const CALLS = new Set(["chat", "text_completion", "generate_content"]);
const SCOPES = new Set(["invoke_agent", "execute_tool", "invoke_workflow"]);
const SERVER = 2;

/** Tokens by today's name, and by the one that it replaced. */
function reported(span: Span): readonly (number | undefined)[] {
  const input = number(span, "gen_ai.usage.input_tokens") ??
    number(span, "gen_ai.usage.prompt_tokens");
  const output = number(span, "gen_ai.usage.output_tokens") ??
    number(span, "gen_ai.usage.completion_tokens");
  // No call has none of either: this is an endpoint that does not count.
  return input === 0 && !output ? [] : [input, output];
}

/** The tokens of a prompt, where they are known. */
export function inputTokens(span: Span): number | undefined {
  return reported(span)[0];
}

/** The tokens of a reply, where they are known. */
export function outputTokens(span: Span): number | undefined {
  return reported(span)[1];
}

/**
 * Says what a span is.
 *
 * A SERVER span is never a model call, whatever it carries: a proxy puts the
 * model on the span of the request that it answers, and makes another one for
 * the request that it sends. A proxy's call without an operation's name is
 * known by its model and usage.
 *
 * @param span The span.
 * @returns Its role: `scope` is an agent or a tool, whose spans are its own.
 */
export function roleOf(span: Span): SpanRole {
  if (span.name === "agent.turn") return "turn";
  const operation = text(span, "gen_ai.operation.name");
  if (operation !== undefined && SCOPES.has(operation)) return "scope";
  if (/^(agent\.(run|invoke)|tool\.call)$/.test(span.name)) return "scope";
  if (span.kind === SERVER) return "other";
  if (operation !== undefined) return CALLS.has(operation) ? "call" : "other";
  return text(span, "gen_ai.request.model") !== undefined &&
      inputTokens(span) !== undefined
    ? "call"
    : "other";
}

/** Something of this is in the JSON of each turn and of each model call. */
const OF_CALLS =
  /agent\.turn|"(?:chat|text_completion|generate_content)"|gen_ai\.request\.model/;

/**
 * Looks at turns and model calls, for what they are, whose and how large; of
 * other spans, that they are there.
 */
export const CALLS_ONLY: SpanLook = {
  matters: (json) => OF_CALLS.test(json),
  others: "ids",
  attributes: [
    "gen_ai.operation.name",
    "gen_ai.request.model",
    "gen_ai.response.model",
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.prompt_tokens",
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "agent.run_id",
    "agent.runner",
  ],
};

/** What a request was made of, in bytes or in tokens. */
function partsOf(
  span: Span,
  unit: "bytes" | "tokens",
): PromptBytes | undefined {
  const part = (name: string) => number(span, `turn.prompt.${unit}.${name}`);
  const parts = [
    part("instructions"),
    part("tools"),
    part("messages"),
    part("results"),
  ];
  if (parts.every((size) => size === undefined)) return undefined;
  const [instructions = 0, tools = 0, messages = 0, results = 0] = parts;
  return { instructions, tools, messages, results };
}

/** What the contract says of a turn beyond what every model call says. */
function ledgerOf(
  span: Span,
  promptTokens: number | undefined,
): Partial<TurnRow> {
  const sources = readLedger(span, "turn");
  // A ledger of more than was sent would make every sum wrong.
  const isWhole = sources !== undefined && promptTokens !== undefined &&
    ledgerSum(sources) <= promptTokens;
  return known<Partial<TurnRow>>({
    growthTokens: promptTokens === undefined
      ? undefined
      : number(span, "turn.prompt.delta_tokens"),
    grewByTokens: number(span, "turn.prompt.grew_by_tokens"),
    tokens: partsOf(span, "tokens"),
    sources: isWhole ? sources : undefined,
    basis: text(span, "turn.prompt.tokens_basis"),
    partial: span.attributes["turn.prompt.partial"] === true ? true : undefined,
    cacheReadTokens: number(span, "gen_ai.usage.cache_read.input_tokens"),
    cacheExpectedTokens: number(span, "turn.cache.expected_tokens"),
    cacheBrokenBy: text(span, "turn.cache.broken_by"),
  });
}

/** Leaves out members that are `undefined`. */
function known<T extends object>(
  values: { [K in keyof T]: T[K] | undefined },
): T {
  const found: Partial<T> = {};
  for (const name in values) {
    if (values[name] !== undefined) found[name] = values[name];
  }
  return found as T;
}

/** The model that was asked, or else the one that answered. */
export function modelOf(span: Span): string | undefined {
  return text(span, "gen_ai.request.model") ??
    text(span, "gen_ai.response.model");
}

/**
 * Reads the attributes of a turn or a model call.
 *
 * @param span An `agent.turn`, or a model call.
 * @param kind Which of the two.
 * @returns The row; of a model call, without what only its trace knows.
 */
export function rowOf(span: Span, kind: "turn" | "chat"): TurnRow {
  const turn = kind === "turn";
  const promptTokens = inputTokens(span);
  return known<TurnRow>({
    ...(turn ? ledgerOf(span, promptTokens) : undefined),
    kind,
    traceId: span.traceId,
    spanId: span.spanId,
    agentSpanId: turn ? span.parentSpanId : undefined,
    runId: text(span, "agent.run_id"),
    runner: text(span, "agent.runner"),
    agent: text(span, "gen_ai.agent.name"),
    turn: turn ? number(span, "turn.index") : undefined,
    phase: text(span, "turn.phase"),
    conversation: text(span, "gen_ai.conversation.id"),
    model: modelOf(span),
    promptTokens,
    outputTokens: outputTokens(span),
    bytes: partsOf(span, "bytes"),
    grewBy: text(span, "turn.prompt.grew_by"),
    grewByBytes: number(span, "turn.prompt.grew_by_bytes"),
    startMs: span.startMs,
    durationMs: Math.max(0, span.endMs - span.startMs),
    error: span.failed ? text(span, "error.type") ?? "error" : undefined,
  });
}
