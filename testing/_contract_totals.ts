import { agentLedgerFaults, turnLedgerFaults } from "./_contract_ledger.ts";
import { type Fault, valueFaults } from "./_fault.ts";
import { insideOf, type OurSpan } from "./_our_spans.ts";
import type { RecordedSpan } from "./recorded_span.ts";

const INPUT = "gen_ai.usage.input_tokens";
const OUTPUT = "gen_ai.usage.output_tokens";
const BUCKET_BOUNDS = [1, 2, 4, 8, 16, 32, 64, 128];

/**
 * What does not add up in a span, from what is inside it.
 *
 * @param our The span.
 * @param isWhole Whether all that was inside it is there.
 * @returns The faults; of a span that is not whole, those that it alone shows.
 */
export function totalFaults(our: OurSpan, isWhole: boolean): Fault[] {
  const { role, span } = our;
  if (role === "agent.run" || role === "agent.invoke") {
    return [
      ...(isWhole && role === "agent.run" ? runFaults(our) : []),
      ...agentLedgerFaults(our, isWhole),
    ];
  }
  if (role === "agent.turn") {
    return [
      ...cacheFaults(span),
      ...bucketFaults(span),
      ...placeFaults(our),
      ...(isWhole ? turnFaults(our) : []),
      ...turnLedgerFaults(our, isWhole),
    ];
  }
  return role === "chat"
    ? [...cacheFaults(span), ...(isWhole ? chatFaults(our) : [])]
    : [];
}

function runFaults(our: OurSpan): Fault[] {
  const inside = insideOf(our);
  const turns = spansOf(inside, "agent.turn");
  const tools = spansOf(inside, "tool.call");
  const sizes = turns.flatMap(({ attributes }) => {
    const tokens = attributes[INPUT];
    return tokens === undefined ? [] : [Number(tokens)];
  });
  const { attributes } = our.span;
  return [
    ...valueFaults(attributes, {
      "agent.turns": turns.length,
      "agent.tool_calls": tools.length,
    }, "as many are inside"),
    ...valueFaults(attributes, {
      "agent.usage.input_tokens": sum(turns, INPUT) ?? 0,
      "agent.usage.output_tokens": sum(turns, OUTPUT) ?? 0,
    }, "the sum over the turns inside"),
    ...valueFaults(attributes, {
      "agent.prompt.max_tokens": sizes.length === 0
        ? undefined
        : sizes.reduce((most, size) => Math.max(most, size)),
    }, "the largest of the turns inside"),
  ];
}

/** A model call and a tool call have the agent and the index of their turn. */
function placeFaults({ span, children }: OurSpan): Fault[] {
  const { "gen_ai.agent.name": agent, "turn.index": index } = span.attributes;
  const due = { "gen_ai.agent.name": agent, "turn.index": index };
  return children.filter(({ role }) => role === "chat" || role === "tool.call")
    .flatMap(({ span }) =>
      valueFaults(span.attributes, due, "as on its turn").map((fault) => ({
        ...fault,
        rule: `${fault.rule} of its "${span.name}"`,
      }))
    );
}

function turnFaults({ span, children }: OurSpan): Fault[] {
  const chats = spansOf(children, "chat");
  const tools = spansOf(children, "tool.call");
  return [
    ...valueFaults(span.attributes, {
      "turn.tool_calls": tools.length,
    }, "as many are inside"),
    ...valueFaults(span.attributes, {
      [INPUT]: sum(chats, INPUT),
      [OUTPUT]: sum(chats, OUTPUT),
    }, "the sum over the chats inside"),
  ];
}

function bucketFaults({ attributes }: RecordedSpan): Fault[] {
  const tokens = attributes[INPUT];
  return valueFaults(attributes, {
    "turn.prompt.size_bucket": tokens === undefined
      ? undefined
      : bucket(Number(tokens)),
  }, `by ${INPUT}`);
}

/** What was written to the cache has two names. */
function cacheFaults({ attributes }: RecordedSpan): Fault[] {
  const name = "gen_ai.usage.cache_write.input_tokens";
  return valueFaults(attributes, {
    "gen_ai.usage.cache_creation.input_tokens": attributes[name],
  }, `the same as ${name}`);
}

/** Attempts are counted, and the chat's address is that of its first one. */
function chatFaults({ span, children }: OurSpan): Fault[] {
  const attempts = spansOf(children, "http");
  const first = attempts[0]?.attributes;
  return [
    ...valueFaults(span.attributes, {
      "server.address": first?.["server.address"],
      "server.port": first?.["server.port"],
    }, "as on its first request"),
    ...attempts.flatMap((attempt, place) =>
      valueFaults(attempt.attributes, {
        "http.request.resend_count": place === 0 ? undefined : place,
      }, "by the attempts before it").map((fault) => ({
        ...fault,
        rule: `${fault.rule} of its request ${place + 1}`,
      }))
    ),
  ];
}

function spansOf(
  spans: readonly OurSpan[],
  wanted: OurSpan["role"],
): RecordedSpan[] {
  return spans.filter(({ role }) => role === wanted).map(({ span }) => span);
}

function sum(spans: readonly RecordedSpan[], key: string): number | undefined {
  const known = spans.flatMap(({ attributes }) =>
    attributes[key] === undefined ? [] : [Number(attributes[key])]
  );
  return known.length === 0 ? undefined : known.reduce((a, b) => a + b);
}

function bucket(tokens: number): string {
  const place = BUCKET_BOUNDS.findIndex((bound) => tokens < bound * 1000);
  if (place === 0) return "<1k";
  if (place < 0) return ">=128k";
  return `${BUCKET_BOUNDS[place - 1]}k-${BUCKET_BOUNDS[place]}k`;
}
