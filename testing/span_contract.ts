import type { SpanRole } from "./_our_spans.ts";
import {
  bool,
  count,
  counts,
  double,
  int,
  is,
  json,
  string,
  strings,
  type ValueType,
} from "./_value_types.ts";

export type { AttributeKind } from "./_value_types.ts";
export type { SpanRole };

/** What the contract says of one kind of span. */
export interface SpanContract {
  /** Attributes that every such span has, whatever became of it. */
  readonly required: Readonly<Record<string, ValueType>>;
  /** Attributes that it may have besides. */
  readonly optional?: Readonly<Record<string, ValueType>>;
}

const USAGE = {
  "gen_ai.usage.input_tokens": count,
  "gen_ai.usage.output_tokens": count,
  "gen_ai.usage.cache_read.input_tokens": count,
  "gen_ai.usage.cache_write.input_tokens": count,
  "gen_ai.usage.cache_creation.input_tokens": count,
  "gen_ai.usage.reasoning.output_tokens": count,
};

/** Every span of a run has it, where somebody names the conversation. */
const CONVERSATION = { "gen_ai.conversation.id": string };

const MCP = {
  "mcp.protocol.version": string,
  "network.transport": is("pipe", "tcp"),
};

const SOURCES = {
  "agent.prompt.sources": strings,
  "agent.prompt.source_tokens": counts,
  "agent.prompt.top_source": string,
  "agent.prompt.top_source_tokens": count,
};

const RUN: SpanContract = {
  required: {
    "agent.runner": string,
    "agent.run_id": string,
    "gen_ai.operation.name": is("invoke_agent"),
    "gen_ai.agent.name": string,
    "gen_ai.request.model": string,
    "gen_ai.system": string,
    "gen_ai.provider.name": string,
    "agent.turns": count,
    "agent.tool_calls": count,
    "agent.answer.length": count,
    "agent.duration_ms": count,
    "agent.usage.input_tokens": count,
    "agent.usage.output_tokens": count,
  },
  optional: {
    ...CONVERSATION,
    "agent.scenario_id": string,
    ...SOURCES,
    "agent.prompt.max_tokens": count,
    "agent.prompt.max_turn": count,
    "agent.prompt.max_agent": string,
    "agent.plan.steps": count,
    "agent.cost.total_usd": double,
  },
};

const TURN: SpanContract = {
  required: {
    "turn.index": count,
    "agent.runner": string,
    "agent.run_id": string,
    "gen_ai.agent.name": string,
    "gen_ai.request.model": string,
    "turn.tool_calls": count,
  },
  optional: {
    ...CONVERSATION,
    ...USAGE,
    "turn.phase": is("plan", "execute", "summarize"),
    "turn.prompt.delta_tokens": int,
    "turn.prompt.bytes.instructions": count,
    "turn.prompt.bytes.tools": count,
    "turn.prompt.bytes.messages": count,
    "turn.prompt.bytes.results": count,
    "turn.prompt.grew_by": string,
    "turn.prompt.grew_by_bytes": count,
    "turn.prompt.grew_by_tokens": count,
    "turn.prompt.tokens.instructions": count,
    "turn.prompt.tokens.tools": count,
    "turn.prompt.tokens.messages": count,
    "turn.prompt.tokens.results": count,
    "turn.prompt.sources": strings,
    "turn.prompt.source_tokens": counts,
    "turn.prompt.top_source": string,
    "turn.prompt.top_source_tokens": count,
    "turn.prompt.tokens_basis": is("measured", "shared", "estimated"),
    "turn.prompt.partial": is(true),
    "turn.cache.expected_tokens": count,
    "turn.cache.broken_by": string,
    "turn.prompt.size_bucket": string,
  },
};

const CHAT: SpanContract = {
  required: {
    "gen_ai.operation.name": is("chat"),
    "gen_ai.agent.name": string,
    "turn.index": count,
    "gen_ai.provider.name": string,
    "gen_ai.system": string,
    "gen_ai.request.model": string,
  },
  optional: {
    ...CONVERSATION,
    ...USAGE,
    "server.address": string,
    "server.port": count,
    "gen_ai.request.temperature": double,
    "gen_ai.request.top_p": double,
    "gen_ai.request.max_tokens": count,
    "gen_ai.request.stream": bool,
    "gen_ai.response.id": string,
    "gen_ai.response.model": string,
    "gen_ai.response.finish_reasons": strings,
    "gen_ai.response.time_to_first_chunk": double,
    "litellm.call_id": string,
    "litellm.cost.total": double,
    "gen_ai.input.messages": json,
    "gen_ai.output.messages": json,
    "gen_ai.system_instructions": json,
  },
};

const TOOL: SpanContract = {
  required: {
    "tool.name": string,
    "tool.server": string,
    "gen_ai.operation.name": is("execute_tool"),
    "gen_ai.agent.name": string,
    "turn.index": count,
    "gen_ai.tool.name": string,
    "gen_ai.tool.type": is("function"),
  },
  optional: {
    ...CONVERSATION,
    ...MCP,
    "gen_ai.tool.call.id": string,
    "mcp.method.name": is("tools/call"),
    "mcp.session.id": string,
    "tool.result.size": count,
    "gen_ai.tool.call.arguments": json,
    "gen_ai.tool.call.result": json,
  },
};

const LIST: SpanContract = {
  required: { "mcp.method.name": is("tools/list"), "tool.server": string },
  optional: { ...CONVERSATION, ...MCP, "mcp.tools.count": count },
};

const INVOKE: SpanContract = {
  required: {
    "gen_ai.operation.name": is("invoke_agent"),
    "gen_ai.agent.name": string,
    "agent.depth": count,
  },
  optional: { ...CONVERSATION, ...SOURCES },
};

const HTTP: SpanContract = {
  required: {
    "http.request.method": string,
    "url.full": string,
    "server.address": string,
    "server.port": count,
  },
  optional: {
    "http.response.status_code": count,
    "http.request.resend_count": count,
  },
};

/**
 * The attributes of every kind of span, as the page of the spans has them;
 * `error.type` is not among them, since any span that failed has it.
 */
export const SPAN_CONTRACTS: Readonly<Record<SpanRole, SpanContract>> = {
  "agent.run": RUN,
  "agent.invoke": INVOKE,
  "agent.turn": TURN,
  "chat": CHAT,
  "tool.call": TOOL,
  "tools/list": LIST,
  "http": HTTP,
};
