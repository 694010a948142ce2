/**
 * The spans of a trace by hand, around the SDK's own interfaces: its model and
 * its tools.
 */

import {
  type Model,
  type ModelProvider,
  type ModelResponse,
  OpenAIProvider,
} from "@openai/agents";
import { AGENT } from "../agent_work.ts";
import { handChat, type HandReply, handRun, handTool } from "../by_hand.ts";
import { exported } from "../exported.ts";
import { measure } from "../measure.ts";
import { makeAgent } from "./_agent.ts";

const provider = exported();
const run = makeAgent({
  modelProvider: handModels(new OpenAIProvider()),
  aroundTool: ({ name }, execute) => handTool(name, execute),
});

await measure({
  run: () => handRun(run),
  flush: () => provider.forceFlush(),
});

function handModels(models: ModelProvider): ModelProvider {
  return {
    async getModel(name): Promise<Model> {
      const model = await models.getModel(name);
      return {
        getResponse: (request) =>
          handChat(
            AGENT.model,
            () => model.getResponse(request),
            read,
          ),
        getStreamedResponse: (request) => model.getStreamedResponse(request),
      };
    },
  };
}

function read({ usage, responseId, providerData }: ModelResponse): HandReply {
  const [choice] = providerData?.choices ?? [];
  return {
    id: responseId ?? "",
    model: providerData?.model,
    finishReason: choice?.finish_reason,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
  };
}
