import type {
  Model,
  ModelProvider,
  ModelResponse,
  protocol,
} from "@openai/agents";
import { completionMessage } from "../shared/openai_client.ts";

/**
 * Makes a provider's models tell a reply that says nothing from one that is
 * none: the SDK takes both for an empty one, and asks again until the limit.
 */
export function checkedModels(provider: ModelProvider): ModelProvider {
  return {
    async getModel(name) {
      const model = await provider.getModel(name);
      const checked: Model = {
        async getResponse(request) {
          return answering(await model.getResponse(request));
        },
        getStreamedResponse: (request) => model.getStreamedResponse(request),
      };
      return checked;
    },
  };
}

/** The reply, with an answer where it asks for nothing. */
function answering(reply: ModelResponse): ModelResponse {
  completionMessage(reply.providerData);
  const { output } = reply;
  return output.some(({ type }) => ACTED_ON.includes(type))
    ? reply
    : { ...reply, output: [...output, EMPTY] };
}

/** What the SDK goes on by. */
const ACTED_ON: readonly unknown[] = ["message", "function_call"];

const EMPTY: protocol.AssistantMessageItem = {
  type: "message",
  role: "assistant",
  status: "completed",
  content: [{ type: "output_text", text: "" }],
};
