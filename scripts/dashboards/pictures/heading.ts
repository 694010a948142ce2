/** What a column is called, by the attribute or the calculation in it. */
const HEADINGS: Readonly<Record<string, string>> = {
  "agent.prompt.max_tokens": "largest prompt",
  "agent.prompt.max_turn": "in turn",
  "agent.prompt.top_source": "costliest source",
  "agent.prompt.top_source_tokens": "its tokens",
  "agent.run_id": "run",
  "agent.turns": "turns",
  "agent.usage.input_tokens": "prompt tokens",
  "agent.usage.output_tokens": "reply tokens",
  "duration_ms": "time",
  "error.type": "error",
  "gen_ai.agent.name": "agent",
  "gen_ai.conversation.id": "conversation",
  "gen_ai.request.model": "model",
  "gen_ai.usage.cache_read.input_tokens": "from cache",
  "gen_ai.usage.cache_write.input_tokens": "into cache",
  "gen_ai.usage.input_tokens": "prompt tokens",
  "gen_ai.usage.output_tokens": "reply tokens",
  "litellm.cost.total": "cost",
  "agent.cost.total_usd": "cost",
  "tool.name": "tool",
  "tool.result.size": "bytes",
  "tool.server": "server",
  "trace.span_id": "span",
  "trace.trace_id": "trace",
  "turn.cache.broken_by": "cache broken by",
  "turn.cache.expected_tokens": "cacheable",
  "turn.index": "turn",
  "turn.prompt.delta_tokens": "growth",
  "turn.prompt.grew_by": "grew by",
  "turn.prompt.grew_by_tokens": "its tokens",
  "turn.prompt.tokens_basis": "how exact",
  "turn.prompt.top_source": "largest source",
  "turn.prompt.top_source_tokens": "its tokens",
};

/** A calculation of a query, such as `MAX(turn.index)`. */
const CALCULATION = /^[A-Z0-9_]+\((.+)\)$/;

/** Says in a word or two what an attribute, or a calculation of one, is. */
export function heading(name: string): string {
  const attribute = CALCULATION.exec(name)?.[1] ?? name;
  const known = HEADINGS[attribute];
  if (known !== undefined) return known;
  const last = attribute.slice(attribute.lastIndexOf(".") + 1);
  return last.replaceAll("_", " ").toLowerCase();
}
