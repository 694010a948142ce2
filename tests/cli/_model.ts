import {
  type ScriptedModel,
  startScriptedModel,
} from "../../demo/scripted_model/start.ts";
import type { Handler } from "../../demo/scripted_model/handler.ts";
import {
  type ReceivedRequest,
  recordingHandler,
} from "../_helpers/scripted_model.ts";
import { calls, plans, replies, says } from "../_helpers/replies.ts";

/** A model for a command, and what it was sent. */
export interface CommandModel extends AsyncDisposable {
  /** What has to be set in order to reach it as `openai/tested`. */
  readonly env: Readonly<Record<string, string>>;
  /** What it was sent. */
  readonly requests: readonly ReceivedRequest[];
}

/** Starts a model on loopback. */
export function startModel(handler: Handler): CommandModel {
  const recording = recordingHandler(handler);
  const model: ScriptedModel = startScriptedModel({
    handler: recording.handler,
  });
  return {
    env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: "sk-tested-key" },
    requests: recording.requests,
    [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
  };
}

/** A plan of one echo, its call, and an answer. */
export function echoes(text = "hello", answer = "It says hello"): Handler {
  return replies(
    plans({ tool: "echo", server: "tools" }),
    calls(["echo", { text }]),
    says(answer),
  );
}
