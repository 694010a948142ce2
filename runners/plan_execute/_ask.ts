import type OpenAI from "openai";
import type { ModelResponse, Turn, Usage } from "@turnspan/turnspan";
import { explainModelError } from "../shared/model_error.ts";
import type { DriveOptions } from "../shared/runner.ts";
import { completionMessage } from "../shared/openai_client.ts";

type Completion = OpenAI.ChatCompletion;
type Params = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, "model">;

/**
 * Asks the model once, as a `chat` of the turn. The client's own retries are
 * attempts of that one chat.
 *
 * @returns The reply's message.
 * @throws {Error} If the endpoint answers with something that is no chat
 * completion, or the client gives up.
 */
export function ask(
  turn: Turn,
  client: OpenAI,
  params: Params,
  { model, signal }: Pick<DriveOptions, "model" | "signal">,
): Promise<OpenAI.ChatCompletionMessage> {
  const chat = turn.modelCall();
  return chat.run(async () => {
    const completion = await client.chat.completions
      .create({ model: model.name, ...params }, { signal })
      .catch((error) => {
        throw explainModelError(error, model);
      });
    const message = completionMessage(completion);
    chat.response(modelResponse(completion, message));
    return message;
  });
}

function modelResponse(
  completion: Completion,
  message: OpenAI.ChatCompletionMessage,
): ModelResponse {
  const usage = completion.usage && usageOf(completion.usage);
  return {
    id: completion.id,
    model: completion.model,
    finishReasons: completion.choices.flatMap(({ finish_reason }) =>
      finish_reason ?? []
    ),
    ...(message.content ? { text: message.content } : {}),
    toolCalls: (message.tool_calls ?? []).map((call) =>
      call.type === "function"
        ? {
          id: call.id,
          name: call.function.name,
          input: call.function.arguments,
        }
        : { id: call.id, name: call.custom.name, input: call.custom.input }
    ),
    ...(usage === undefined ? {} : { usage }),
  };
}

/** Usage as the recorder names it; `prompt_tokens` includes cached tokens. */
function usageOf(usage: OpenAI.CompletionUsage): Usage {
  const counts: { readonly [_ in keyof Usage]: unknown } = {
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens,
    cacheReadTokens: usage.prompt_tokens_details?.cached_tokens,
    reasoningTokens: usage.completion_tokens_details?.reasoning_tokens,
  };
  // What was not reported is left out; some endpoints report `null`.
  return Object.fromEntries(
    Object.entries(counts).filter(([, count]) => typeof count === "number"),
  );
}
