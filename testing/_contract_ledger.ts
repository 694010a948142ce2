import { type Fault, valueFaults } from "./_fault.ts";
import { insideOf, type OurSpan } from "./_our_spans.ts";
import { show } from "./_values.ts";

const CLASSES = ["instructions", "tools", "messages", "results"];
const INPUT = "gen_ai.usage.input_tokens";

/** What does not add up in a turn's ledger. */
export function turnLedgerFaults(
  { span: { attributes }, children }: OurSpan,
  isWhole: boolean,
): Fault[] {
  const parts = CLASSES.map((name) => `turn.prompt.tokens.${name}`);
  const cache = "turn.cache.expected_tokens";
  const basis = attributes["turn.prompt.tokens_basis"];
  if (basis === undefined) {
    return [...parts, cache, "turn.prompt.sources"].flatMap((name) =>
      valueFaults(attributes, { [name]: undefined }, "there is no ledger")
    );
  }
  const chat = children.find(({ role }) => role === "chat");
  const classes = sum(parts.map((name) => attributes[name]));
  // Of a turn alone, the sum of its classes is what the rest is held against.
  const input = isWhole ? chat?.span.attributes[INPUT] : classes;
  const expected = Number(attributes[cache] ?? 0);
  return [
    ...valueFaults(attributes, {
      "turn.prompt.partial": undefined,
    }, "there is a ledger"),
    ...(classes === input ? [] : [{
      rule: "turn.prompt.tokens.*",
      expected: `a sum of ${show(input)} (the input of its first chat)`,
      actual: show(classes),
    }]),
    ...(expected <= Number(input) ? [] : [{
      rule: cache,
      expected: `${show(input)} at most (the input of its first chat)`,
      actual: show(expected),
    }]),
    ...listFaults(attributes, {
      prefix: "turn.prompt",
      most: 16,
      total: input,
    }),
  ];
}

/** What does not add up in what an agent's sources cost. */
export function agentLedgerFaults(our: OurSpan, isWhole: boolean): Fault[] {
  const { attributes } = our.span;
  const inputs = insideOf(our).filter(({ role }) => role === "chat")
    .map(({ span }) => span.attributes[INPUT] ?? 0);
  const listed = sum(list(attributes["agent.prompt.source_tokens"]));
  return listFaults(attributes, {
    prefix: "agent.prompt",
    most: 32,
    total: isWhole ? sum(inputs) : listed,
  });
}

function listFaults(
  attributes: Readonly<Record<string, unknown>>,
  { prefix, most, total }: {
    readonly prefix: string;
    readonly most: number;
    readonly total: unknown;
  },
): Fault[] {
  const names = `${prefix}.sources`;
  const sizes = `${prefix}.source_tokens`;
  const sources = list(attributes[names]);
  const tokens = list(attributes[sizes]);
  const named = sources.filter((source) => source !== "other");
  return [
    ...(sum(tokens) === total ? [] : [{
      rule: sizes,
      expected: `a sum of ${show(total)} (the input of the chats inside)`,
      actual: show(sum(tokens)),
    }]),
    ...(sources.length === tokens.length ? [] : [{
      rule: sizes,
      expected: `${sources.length} numbers, one a source`,
      actual: show(tokens.length),
    }]),
    ...(named.length <= most ? [] : [{
      rule: names,
      expected: `${most} sources at most, and "other"`,
      actual: show(named.length),
    }]),
    ...(isOrdered(tokens.slice(0, named.length)) ? [] : [{
      rule: sizes,
      expected: "the largest first, each above 0",
      actual: show(tokens),
    }]),
    ...(new Set(sources).size === sources.length ? [] : [{
      rule: names,
      expected: "each source once",
      actual: show(sources),
    }]),
    ...valueFaults(attributes, {
      [`${prefix}.top_source`]: sources[0],
      [`${prefix}.top_source_tokens`]: tokens[0],
    }, `the first of ${names}`),
  ];
}

function isOrdered(sizes: readonly unknown[]): boolean {
  return sizes.every((size, place) =>
    Number(size) > 0 &&
    (place === 0 || Number(size) <= Number(sizes[place - 1]))
  );
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function sum(values: readonly unknown[]): number {
  return values.reduce<number>((all, value) => all + Number(value), 0);
}
