import { scopes } from "../../../tracing/base/scopes.ts";
import type { Json } from "../../../tracing/base/json.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import type { AgentScope } from "../../../tracing/recorder/types.ts";
import type { ModelResponse } from "../../../tracing/prompt/wire/model_response.ts";
import { assertContract } from "../../_helpers/contract.ts";
import { RUN } from "./_run_setup.ts";

/** A model call whose input is counted. */
export interface CountedCall {
  /** The request, as it is sent; `undefined` where nobody sees it. */
  readonly body: Json | undefined;
  /** Its input and its output, in tokens. */
  readonly tokens: readonly [input: number, output: number];
  /** What the recorder is told of the reply beside that. */
  readonly reply?: ModelResponse;
  /** The reply as it is on the wire, in the place of what the recorder is told. */
  readonly wire?: unknown;
  /** The tools that it leads to: a server, a tool and the id of the call. */
  readonly tools?: readonly (readonly [string, string, string])[];
}

type Attributes = Readonly<Record<string, unknown>>;

/** Sends a model call, and runs its tools. */
export function sendCounted(
  agent: AgentScope,
  { body, tokens: [inputTokens, outputTokens], reply, wire, tools = [] }:
    CountedCall,
): void {
  const chat = agent.startChat();
  if (body !== undefined) {
    const text = JSON.stringify(body);
    chat.in(() => scopes.getStore()?.http.requestBody?.(text));
  }
  if (wire === undefined) {
    chat.response({ usage: { inputTokens, outputTokens }, ...reply });
  } else chat.reply(wire);
  chat.end();
  for (const [server, name, id] of tools) {
    agent.currentTurn?.startTool({ server, name, callId: id }).end();
  }
}

/** What a run of model calls says of its turns, and of itself. */
export async function counted(
  calls: readonly CountedCall[],
): Promise<
  { readonly turns: readonly Attributes[]; readonly run: Attributes }
> {
  using recorder = new SpanRecorder();
  await traceRun(RUN, (agentRun) => {
    for (const call of calls) sendCounted(agentRun, call);
  });
  const { spans } = recorder;
  assertContract(spans);
  const named = (name: string) =>
    spans.filter((span) => span.name === name).map(({ attributes }) =>
      attributes
    );
  return { turns: named("agent.turn"), run: named("agent.run")[0]! };
}

/** What a turn says of its prompt and of the cache, sizes apart. */
export function told(turn: Attributes | undefined): Attributes {
  return Object.fromEntries(
    Object.entries(turn ?? {}).filter(([key]) =>
      /^turn\.(cache|prompt\.(?!bytes|size|delta))/.test(key)
    ).map(([key, value]) => [key.replace(/^turn\.(prompt\.)?/, ""), value]),
  );
}
