import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import { guardedStart } from "../../tracing/recorder/guarded_start.ts";
import { TokenBudgetError } from "../../tracing/recorder/token_budget_error.ts";
import { agentOfLoop } from "./_active_agent.ts";
import { fieldsOf, textOf } from "../shared/fields.ts";
import { guarded, whenSettled } from "../../tracing/base/guarded.ts";
import { replaceMethod } from "../shared/replace_method.ts";
import type { Model, ModelProvider, ModelRequest } from "./_framework.ts";
import { isAsking, ObservedChat } from "./_observed_chat.ts";

/** The name of a model that has none. */
export const UNNAMED_MODEL = "unknown";

const watched = new WeakSet<object>();

/** The names by which a provider was asked for models. */
const names = new WeakMap<object, string>();

/** Watches every model that a provider makes. */
export function watchProvider(provider: unknown): void {
  if (!startWatching(provider, "getModel")) return;
  const { getModel } = provider as ModelProvider;
  patch(provider, {
    getModel(this: unknown, ...args: Parameters<typeof getModel>) {
      const model = getModel.apply(this as ModelProvider, args);
      const watch = (model: Model) => watchModel(model, args[0]);
      // Called before the framework's own reaction, which is added later.
      guarded(() => {
        if (model instanceof Promise) whenSettled(model, watch, () => {});
        else watch(model);
      });
      return model;
    },
  });
}

/** Watches a model: each reply while an agent runs is a turn. */
export function watchModel(model: unknown, name?: unknown): void {
  if (typeof model !== "object" || model === null) return;
  const known = textOf(name);
  // A runner asks its provider before each call, for the same model.
  if (known !== undefined && names.get(model) !== known) {
    names.set(model, known);
  }
  if (!startWatching(model, "getResponse")) return;
  const { getResponse, getStreamedResponse } = model as Model;
  patch(model, {
    getResponse(this: Model, request: ModelRequest) {
      const ask = () => getResponse.call(this, request);
      try {
        const chat = guardedStart(() => startChat(this, request));
        return chat === undefined ? ask() : chat.whole(ask);
      } catch (error) {
        if (error instanceof TokenBudgetError) return Promise.reject(error);
        throw error;
      }
    },
    getStreamedResponse(this: Model, request: ModelRequest) {
      const ask = () => getStreamedResponse.call(this, request);
      const chat = guardedStart(() => startChat(this, request));
      return chat === undefined ? ask() : chat.streamed(ask);
    },
  });
}

/** The name of a model as it goes over the wire, where it is known. */
export function modelName(model: unknown): string | undefined {
  if (typeof model !== "object" || model === null) return textOf(model);
  // The last is the vendor's own, of a model that was asked for by no name.
  return names.get(model) ?? textOf(fieldsOf(model)._model);
}

/** Whether an object has the method, and is not watched yet; from now on it is. */
function startWatching(target: unknown, method: string): target is object {
  if (typeof fieldsOf(target)[method] !== "function") return false;
  if (watched.has(target as object)) return false;
  watched.add(target as object);
  return true;
}

/** Replaces methods of an object, where it is not frozen. */
function patch(target: object, methods: Readonly<Record<string, unknown>>) {
  for (const [name, value] of Object.entries(methods)) {
    try {
      replaceMethod(target, name as never, value as never);
    } catch {
      // A frozen object cannot be watched, and stays as it is.
    }
  }
}

function startChat(
  model: Model,
  request: ModelRequest,
): ObservedChat | undefined {
  const agent = agentOfLoop();
  if (agent === undefined || isAsking(agent)) return undefined;
  agent.requestedCalls.recordRefused(agent.scope.currentTurn, request);
  const known = modelName(model);
  const name = known ?? UNNAMED_MODEL;
  if (known !== undefined && agent.needsModel) {
    agent.needsModel = false;
    agent.scope.setAttribute("gen_ai.request.model", known);
  }
  agent.takesImages = guarded(() => speaksResponses(model)) ?? false;
  const chat = byAdapter(() =>
    agent.scope.startChat({ agentName: agent.name, model: name })
  );
  return new ObservedChat(agent, chat, request);
}

/** Whether a model of the SDK's own speaks the responses format. */
function speaksResponses(model: Model): boolean {
  const { name } = fieldsOf(fieldsOf(model).constructor);
  return /^OpenAIResponses\w*Model$/.test(textOf(name) ?? "");
}
