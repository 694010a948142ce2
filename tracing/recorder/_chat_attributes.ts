import type { Attributes } from "../base/otel.ts";
import type { ModelResponse } from "../prompt/wire/model_response.ts";
import type { RequestSettings } from "../prompt/wire/read_request.ts";
import { usageAttributes } from "./_usage.ts";

/** What a model call says of itself as it begins. */
export function startAttributes(
  { agentName, index }: { readonly agentName: string; readonly index: number },
  model: string,
  provider: string,
): Attributes {
  return {
    "gen_ai.agent.name": agentName,
    "turn.index": index,
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": model,
    "gen_ai.provider.name": provider,
    "gen_ai.system": provider,
  };
}

/** Which model is asked, and of whom, where that is known. */
export function modelAttributes(model: string, provider?: string): Attributes {
  return {
    "gen_ai.request.model": model,
    "gen_ai.provider.name": provider,
    "gen_ai.system": provider,
  };
}

/** The settings of a request. */
export function requestAttributes(request: RequestSettings): Attributes {
  return {
    "gen_ai.request.temperature": request.temperature,
    "gen_ai.request.top_p": request.topP,
    "gen_ai.request.max_tokens": request.maxTokens,
    "gen_ai.request.stream": request.stream,
  };
}

/** What a reply says of itself. */
export function responseAttributes(response: ModelResponse): Attributes {
  const { id, model, finishReasons, usage } = response;
  return {
    "gen_ai.response.id": id,
    "gen_ai.response.model": model,
    "gen_ai.response.finish_reasons": finishReasons && [...finishReasons],
    ...usageAttributes(usage),
  };
}
