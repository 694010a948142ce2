import type OpenAI from "openai";
import { currentAgent, type Turn } from "@turnspan/turnspan";
import { explainModelError } from "../shared/model_error.ts";
import { checkAnswer } from "../shared/no_answer.ts";
import type { DriveOptions } from "../shared/runner.ts";
import { completionMessage } from "../shared/openai_client.ts";

type Params = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, "model">;

/**
 * Asks the model once, as a `chat` of the turn. The client's own retries are
 * attempts of that one chat.
 *
 * @returns The reply's message.
 * @throws {Error} If the endpoint answers with something that is no chat
 * completion, the model gives no answer, or the client gives up.
 */
export async function ask(
  turn: Turn,
  client: OpenAI,
  params: Params,
  { model, signal }: Pick<DriveOptions, "model" | "signal">,
): Promise<OpenAI.ChatCompletionMessage> {
  const reply = await turn.chat(async (chat) => {
    const completion = await client.chat.completions
      .create({ model: model.name, ...params }, { signal })
      .catch((error) => {
        throw explainModelError(error, model);
      });
    const message = completionMessage(completion);
    chat.reply(completion);
    return message;
  });
  checkAnswer(currentAgent());
  return reply;
}
