import {
  type AttributeKind,
  SPAN_CONTRACTS,
  type SpanRole,
} from "../../../testing/span_contract.ts";
import { contractKind } from "../contract.ts";

/** What stands above the column of an attribute. */
const HEADINGS: Readonly<Record<string, string>> = {
  "agent.runner": "Runner",
  "agent.run_id": "Run",
  "agent.turns": "Turns",
  "agent.tool_calls": "Tool calls",
  "agent.usage.input_tokens": "Prompt tokens",
  "agent.usage.output_tokens": "Reply tokens",
  "agent.prompt.max_tokens": "Largest prompt",
  "agent.prompt.max_turn": "Sent by turn",
  "agent.prompt.top_source": "Costliest source",
  "agent.prompt.top_source_tokens": "Its tokens",
  "agent.cost.total_usd": "Cost",
  "error.type": "Error",
  "gen_ai.agent.name": "Agent",
  "gen_ai.conversation.id": "Conversation",
  "gen_ai.usage.input_tokens": "Prompt tokens",
  "gen_ai.usage.output_tokens": "Reply tokens",
  "gen_ai.usage.cache_read.input_tokens": "Read from cache",
  "gen_ai.usage.cache_write.input_tokens": "Written to cache",
  "tool.name": "Tool",
  "tool.result.size": "Result",
  "tool.server": "Server",
  "turn.cache.broken_by": "Cache broken by",
  "turn.cache.expected_tokens": "Same as before",
  "turn.index": "Turn",
  "turn.phase": "Phase",
  "turn.prompt.delta_tokens": "Tokens more",
  "turn.prompt.grew_by": "Grew by",
  "turn.prompt.grew_by_tokens": "New tokens of it",
  "turn.prompt.tokens.instructions": "Instructions",
  "turn.prompt.tokens.messages": "Messages",
  "turn.prompt.tokens.results": "Tool results",
  "turn.prompt.tokens.tools": "Tool definitions",
  "turn.prompt.tokens_basis": "Found by",
  "turn.prompt.top_source": "Holds most of",
  "turn.prompt.top_source_tokens": "Tokens of that",
};

/** Units of numbers that are no tokens, turns or calls, as Grafana names them. */
const UNITS: Readonly<Record<string, string>> = {
  "agent.cost.total_usd": "currencyUSD",
  "tool.result.size": "decbytes",
};

/** A column of a table, made from an attribute. */
export interface Column {
  readonly attribute: string;
  readonly heading: string;
  readonly kind: AttributeKind;
  readonly unit: string | undefined;
}

/** The columns of a query, in the order in which it selects attributes. */
export function columnsOf(query: string): Column[] {
  const [, selected = ""] = /\bselect\(([^)]*)\)/.exec(query) ?? [];
  return selected.split(",").map((name) => name.trim().replace(/^span\./, ""))
    .filter((name) => name !== "")
    .map((attribute) => ({
      attribute,
      heading: HEADINGS[attribute] ?? attribute,
      kind: kindOf(attribute),
      unit: UNITS[attribute],
    }));
}

function kindOf(attribute: string): AttributeKind {
  if (attribute === "error.type") return "string";
  const roles = Object.keys(SPAN_CONTRACTS) as SpanRole[];
  return contractKind(
    attribute,
    roles.filter((role) => {
      const { required, optional = {} } = SPAN_CONTRACTS[role];
      return Object.hasOwn({ ...required, ...optional }, attribute);
    }),
  );
}
