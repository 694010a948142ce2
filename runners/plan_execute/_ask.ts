import type OpenAI from "openai";
import type { Turn } from "@turnspan/turnspan";
import { explainModelError } from "../shared/model_error.ts";
import type { DriveOptions } from "../shared/runner.ts";
import { completionMessage } from "../shared/openai_client.ts";

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
  return turn.chat(async (chat) => {
    const completion = await client.chat.completions
      .create({ model: model.name, ...params }, { signal })
      .catch((error) => {
        throw explainModelError(error, model);
      });
    const message = completionMessage(completion);
    chat.reply(completion);
    return message;
  });
}
