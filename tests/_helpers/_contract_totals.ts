import type { RecordedSpan, SpanNode } from "../../testing/mod.ts";
import { agentLedgerFaults, turnLedgerFaults } from "./_contract_ledger.ts";

/** What does not add up in a span, from what is inside it. */
export function totalFaults(node: SpanNode): string[] {
  const { name } = node.span;
  if (name === "agent.run") {
    return [...runFaults(node), ...agentLedgerFaults(node)];
  }
  if (name === "agent.invoke") return agentLedgerFaults(node);
  if (name === "agent.turn") {
    return [...turnFaults(node), ...turnLedgerFaults(node)];
  }
  return name.startsWith("chat ") ? chatFaults(node) : [];
}

function runFaults(node: SpanNode): string[] {
  const inside = descendants(node);
  const turns = inside.filter(({ name }) => name === "agent.turn");
  const tools = inside.filter(({ name }) => name === "tool.call");
  const sizes = turns.flatMap(({ attributes }) => {
    const tokens = attributes["gen_ai.usage.input_tokens"];
    return tokens === undefined ? [] : [Number(tokens)];
  });
  return expect(node.span, {
    "agent.turns": turns.length,
    "agent.tool_calls": tools.length,
    "agent.usage.input_tokens": sum(turns, "gen_ai.usage.input_tokens") ?? 0,
    "agent.usage.output_tokens": sum(turns, "gen_ai.usage.output_tokens") ?? 0,
    "agent.prompt.max_tokens": sizes.length === 0
      ? undefined
      : Math.max(...sizes),
  });
}

function turnFaults({ span, children }: SpanNode): string[] {
  const spans = children.map(({ span }) => span);
  const chats = spans.filter(({ name }) => name.startsWith("chat "));
  const tokens = sum(chats, "gen_ai.usage.input_tokens");
  const { "gen_ai.agent.name": agent, "turn.index": index } = span.attributes;
  const place = { "gen_ai.agent.name": agent, "turn.index": index };
  const misplaced = spans.flatMap((inside) => expect(inside, place));
  return [
    ...misplaced,
    ...cacheFaults(span),
    ...expect(span, {
      "turn.tool_calls": spans.filter(({ name }) =>
        name === "tool.call"
      ).length,
      "gen_ai.usage.input_tokens": tokens,
      "gen_ai.usage.output_tokens": sum(chats, "gen_ai.usage.output_tokens"),
      "turn.prompt.size_bucket": tokens === undefined
        ? undefined
        : bucket(tokens),
    }),
  ];
}

/** What was written to the cache has two names. */
function cacheFaults(span: RecordedSpan): string[] {
  const written = span.attributes["gen_ai.usage.cache_write.input_tokens"];
  return expect(span, { "gen_ai.usage.cache_creation.input_tokens": written });
}

/** Attempts are counted, and the chat's address is that of its first one. */
function chatFaults({ span, children }: SpanNode): string[] {
  const attempts = children.map(({ span }) => span);
  const first = attempts[0]?.attributes;
  return [
    ...cacheFaults(span),
    ...expect(span, {
      "server.address": first?.["server.address"],
      "server.port": first?.["server.port"],
    }),
    ...attempts.flatMap((attempt, place) =>
      expect(attempt, {
        "http.request.resend_count": place === 0 ? undefined : place,
      })
    ),
  ];
}

function expect(
  { attributes }: RecordedSpan,
  expected: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(expected).flatMap(([key, value]) =>
    attributes[key] === value
      ? []
      : [`has ${key}=${attributes[key]}, and inside it adds up to ${value}`]
  );
}

function sum(spans: readonly RecordedSpan[], key: string): number | undefined {
  const known = spans.flatMap(({ attributes }) =>
    attributes[key] === undefined ? [] : [Number(attributes[key])]
  );
  return known.length === 0 ? undefined : known.reduce((a, b) => a + b);
}

function bucket(tokens: number): string {
  const bounds = [1, 2, 4, 8, 16, 32, 64, 128];
  const place = bounds.findIndex((bound) => tokens < bound * 1000);
  if (place === 0) return "<1k";
  if (place < 0) return ">=128k";
  return `${bounds[place - 1]}k-${bounds[place]}k`;
}

function descendants({ children }: SpanNode): RecordedSpan[] {
  return children.flatMap((child) => [child.span, ...descendants(child)]);
}
