import type {
  Model,
  ModelProvider,
  ModelResponse,
  protocol,
} from "@openai/agents";
import { completionMessage } from "../shared/openai_client.ts";

/**
 * Wraps a provider's models, so that an empty reply is an empty answer, and what
 * is no reply is an error: for either, the SDK asks again until the limit.
 */
export function checkedModels(provider: ModelProvider): ModelProvider {
  return {
    async getModel(name) {
      const model = await provider.getModel(name);
      const checked: Model = {
        async getResponse(request) {
          return withAnswer(await model.getResponse(request));
        },
        getStreamedResponse: (request) => model.getStreamedResponse(request),
      };
      return checked;
    },
  };
}

/** Adds an empty answer to a reply that has none and asks for nothing. */
function withAnswer(reply: ModelResponse): ModelResponse {
  completionMessage(reply.providerData);
  const { output } = reply;
  return output.some(({ type }) => ACTED_ON.includes(type))
    ? reply
    : { ...reply, output: [...output, EMPTY] };
}

/** The items that the SDK acts on. */
const ACTED_ON: readonly unknown[] = ["message", "function_call"];

const EMPTY: protocol.AssistantMessageItem = {
  type: "message",
  role: "assistant",
  status: "completed",
  content: [{ type: "output_text", text: "" }],
};
