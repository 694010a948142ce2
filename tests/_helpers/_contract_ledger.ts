import type { RecordedSpan, SpanNode } from "../../testing/mod.ts";

const CLASSES = ["instructions", "tools", "messages", "results"];

/** What does not add up in a turn's ledger. */
export function turnLedgerFaults({ span, children }: SpanNode): string[] {
  const first = children.find(({ span }) => span.name.startsWith("chat "));
  const input = first?.span.attributes["gen_ai.usage.input_tokens"];
  const parts = CLASSES.map((name) =>
    span.attributes[`turn.prompt.tokens.${name}`]
  );
  const cache = span.attributes["turn.cache.expected_tokens"];
  const isKnown = span.attributes["turn.prompt.tokens_basis"] !== undefined;
  if (!isKnown) {
    const isClean = parts.every((part) => part === undefined) &&
      cache === undefined &&
      span.attributes["turn.prompt.sources"] === undefined;
    return isClean ? [] : ["has a part of a ledger, and no basis"];
  }
  return [
    ...(span.attributes["turn.prompt.partial"] === true
      ? ["has a ledger, and is partial"]
      : []),
    ...(sum(parts) === input
      ? []
      : [`has classes of ${sum(parts)} tokens, and its first chat ${input}`]),
    ...(Number(cache ?? 0) <= Number(input)
      ? []
      : [`expects ${cache} tokens in the cache, of ${input}`]),
    ...listFaults(span, { prefix: "turn.prompt", most: 16, total: input }),
  ];
}

/** What does not add up in what an agent's sources cost. */
export function agentLedgerFaults({ span, children }: SpanNode): string[] {
  const inputs = children.flatMap(inputsIn);
  return listFaults(span, {
    prefix: "agent.prompt",
    most: 32,
    total: sum(inputs),
  });
}

/** The input of each model call inside. */
function inputsIn({ span, children }: SpanNode): unknown[] {
  return span.name.startsWith("chat ")
    ? [span.attributes["gen_ai.usage.input_tokens"] ?? 0]
    : children.flatMap(inputsIn);
}

function listFaults(
  { attributes }: RecordedSpan,
  { prefix, most, total }: {
    readonly prefix: string;
    readonly most: number;
    readonly total: unknown;
  },
): string[] {
  const sources = list(attributes[`${prefix}.sources`]);
  const tokens = list(attributes[`${prefix}.source_tokens`]);
  const named = sources.filter((source) => source !== "other");
  const sizes = tokens.slice(0, named.length).map(Number);
  const isSorted = sizes.every((size, place) =>
    place === 0 || size <= sizes[place - 1]!
  );
  return [
    ...(sum(tokens) === total
      ? []
      : [`has ${prefix}.sources of ${sum(tokens)} tokens, not of ${total}`]),
    ...(sources.length === tokens.length && named.length <= most
      ? []
      : [`has ${sources.length} sources of ${tokens.length} sizes`]),
    ...(tokens.every((size) => Number(size) > 0) && isSorted
      ? []
      : [`has ${prefix}.sources in no order: ${tokens}`]),
    ...(new Set(sources).size === sources.length
      ? []
      : [`has a source twice: ${sources}`]),
    ...(attributes[`${prefix}.top_source`] === sources[0] &&
        attributes[`${prefix}.top_source_tokens`] === tokens[0]
      ? []
      : [`has another top source than ${sources[0]}`]),
  ];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function sum(values: readonly unknown[]): number {
  return values.reduce<number>((all, value) => all + Number(value), 0);
}
