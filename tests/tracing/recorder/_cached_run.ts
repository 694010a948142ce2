import type { Json } from "../../../tracing/base/json.ts";
import { scopes } from "../../../tracing/base/scopes.ts";
import { rememberServer } from "../../../tracing/base/tool_servers.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import type { AgentRun, AgentScope } from "../../../tracing/recorder/types.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import {
  AnthropicEndpoint,
  type CacheAnswer,
  type Clock,
  OpenAiEndpoint,
  tokensOf,
} from "../../_helpers/caching_endpoint.ts";
import { assertContract } from "../../_helpers/contract.ts";
import {
  type Conversation,
  type Entry,
  toChat,
  toMessages,
  toResponses,
  type Write,
} from "./_cached_conversation.ts";
import { RUN } from "./_run_setup.ts";

/** A vendor's endpoint, as it is asked and as it answers. */
export interface Vendor {
  readonly model: string;
  readonly write: Write;
  readonly endpoint: (clock: Clock) => { answer(body: Json): CacheAnswer };
  readonly reply: (answer: CacheAnswer, output: number) => Json;
}

/** Both vendors, the one over both of its wire formats. */
export const VENDORS: Readonly<Record<string, Vendor>> = {
  "chat completions": {
    model: "gpt-5",
    write: toChat,
    endpoint: (clock) => new OpenAiEndpoint(clock),
    reply: ({ inputTokens, cached }, output) => ({
      choices: [{ message: { content: "so" }, finish_reason: "stop" }],
      usage: {
        prompt_tokens: inputTokens,
        completion_tokens: output,
        prompt_tokens_details: { cached_tokens: cached },
      },
    }),
  },
  responses: {
    model: "gpt-5",
    write: toResponses,
    endpoint: (clock) => new OpenAiEndpoint(clock),
    reply: ({ inputTokens, cached }, output) => ({
      object: "response",
      status: "completed",
      output: [{ type: "message", content: [{ text: "so" }] }],
      usage: {
        input_tokens: inputTokens,
        output_tokens: output,
        input_tokens_details: { cached_tokens: cached },
      },
    }),
  },
  messages: {
    model: "claude-sonnet-4-6",
    write: toMessages,
    endpoint: (clock) => new AnthropicEndpoint(clock),
    reply: ({ inputTokens, cached }, output) => ({
      type: "message",
      content: [{ type: "text", text: "so" }],
      stop_reason: "end_turn",
      usage: {
        input_tokens: inputTokens - cached,
        cache_read_input_tokens: cached,
        output_tokens: output,
      },
    }),
  },
};

/** What a turn said of the cache, and what was true of it. */
export interface CachedTurn {
  readonly agent: string;
  readonly index: number;
  readonly expected: number | undefined;
  readonly brokenBy: string | undefined;
  readonly input: number;
  readonly cached: number;
  /** Whether an earlier request has more in common than the one before it. */
  readonly isBeaten: boolean;
}

/** Sends conversations to a vendor's endpoint in a recorded run. */
export class CachedRun {
  /** The time, as the endpoint has it. */
  readonly clock: Clock = { now: 0 };
  readonly run: AgentRun;
  readonly answers = new Map<
    string,
    Omit<CachedTurn, "expected" | "brokenBy">
  >();
  readonly #vendor: Vendor;
  readonly #endpoint: ReturnType<Vendor["endpoint"]>;
  readonly #last = new Map<AgentScope, number>();
  #sent = 0;

  constructor(run: AgentRun, vendor: Vendor) {
    this.run = run;
    this.#vendor = vendor;
    this.#endpoint = vendor.endpoint(this.clock);
  }

  /** Sends a conversation, to which the model answers with an entry. */
  send(
    conversation: Conversation,
    answer: Entry | undefined,
    { agent = this.run, fails = false }: {
      readonly agent?: AgentScope;
      /** Whether the endpoint fails, though it has read the request. */
      readonly fails?: boolean;
    } = {},
  ): void {
    for (const tool of conversation.tools) {
      if (tool.server !== "local") rememberServer(tool, tool.server);
    }
    const body = this.#vendor.write(conversation);
    const chat = agent.startChat();
    chat.in(() => scopes.getStore()?.http.requestBody?.(JSON.stringify(body)));
    const counted = this.#endpoint.answer(body);
    const place = this.#sent++;
    if (fails) return chat.attemptFailed(new Error("again"));
    const { inputTokens: input, cached, common } = counted;
    const before = common[this.#last.get(agent) ?? -1] ?? 0;
    this.#last.set(agent, place);
    const turn = { agent: agent.name, index: agent.turnCount };
    this.answers.set(`${turn.agent}/${turn.index}`, {
      ...turn,
      input,
      cached,
      isBeaten: common.some((length) => length > before),
    });
    chat.reply(this.#vendor.reply(counted, outputOf(answer)));
    chat.end();
  }
}

function outputOf(entry: Entry | undefined): number {
  if (entry === undefined) return 5;
  const text = entry.kind === "call"
    ? `${entry.name}(${JSON.stringify(entry.input)})`
    : entry.text;
  return tokensOf(text).length;
}

/** Records a run against a vendor's endpoint, and gives back its turns. */
export async function cachedTurns(
  vendor: Vendor,
  fn: (run: CachedRun) => void,
): Promise<CachedTurn[]> {
  using recorder = new SpanRecorder();
  let run: CachedRun | undefined;
  await traceRun(RUN, (agentRun) => {
    run = new CachedRun(agentRun, vendor);
    fn(run);
  });
  assertContract(recorder.spans);
  const turns = recorder.spans.filter(({ name }) => name === "agent.turn");
  return turns.map(({ attributes }) => {
    const key = `${attributes["gen_ai.agent.name"]}/${
      attributes["turn.index"]
    }`;
    return {
      ...run!.answers.get(key)!,
      expected: attributes["turn.cache.expected_tokens"] as number | undefined,
      brokenBy: attributes["turn.cache.broken_by"] as string | undefined,
    };
  });
}
