import { CREATED, type Reply } from "./reply.ts";
import { chunksOf, type ServerEvent } from "./sse.ts";

/** A reply as one chat completion. */
export function chatCompletion(reply: Reply): unknown {
  return {
    ...head(reply, "chat.completion"),
    choices: [{
      index: 0,
      message: {
        role: "assistant",
        content: reply.text === "" ? null : reply.text,
        refusal: null,
        ...(reply.calls.length === 0 ? {} : {
          tool_calls: reply.calls.map(({ id, name, args }) => ({
            id,
            type: "function",
            function: { name, arguments: JSON.stringify(args) },
          })),
        }),
      },
      logprobs: null,
      finish_reason: finishReason(reply),
    }],
    usage: usageOf(reply),
  };
}

/** A reply as a stream of chat completion chunks. */
export function* chatCompletionChunks(
  reply: Reply,
  withUsage: boolean,
): Generator<ServerEvent> {
  const chunk = (
    delta: unknown,
    finish: string | null = null,
  ): ServerEvent => ({
    data: JSON.stringify({
      ...head(reply, "chat.completion.chunk"),
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...(withUsage ? { usage: null } : {}),
    }),
  });
  yield chunk({ role: "assistant", content: reply.text === "" ? null : "" });
  for (const content of chunksOf(reply.text)) yield chunk({ content });
  for (const [index, { id, name, args }] of reply.calls.entries()) {
    const called = { name, arguments: "" };
    yield chunk({
      tool_calls: [{ index, id, type: "function", function: called }],
    });
    for (const piece of chunksOf(JSON.stringify(args))) {
      yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] });
    }
  }
  yield chunk({}, finishReason(reply));
  if (withUsage) {
    yield {
      data: JSON.stringify({
        ...head(reply, "chat.completion.chunk"),
        choices: [],
        usage: usageOf(reply),
      }),
    };
  }
  yield { data: "[DONE]" };
}

function head({ digest, model }: Reply, object: string) {
  return {
    id: `chatcmpl-${digest.slice(0, 24)}`,
    object,
    created: CREATED,
    model,
    service_tier: "default",
    system_fingerprint: "fp_scripted",
  };
}

function finishReason({ calls }: Reply): string {
  return calls.length === 0 ? "stop" : "tool_calls";
}

function usageOf({ inputTokens, outputTokens }: Reply) {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}
