import type { ModelEndpoint } from "../../runners/shared/model.ts";
import type { Runner } from "../../runners/shared/runner.ts";
import { MODEL_IS_SCRIPTED, PREFACE_SAID } from "./model_is_scripted.ts";
import { shownWork } from "./shown_work.ts";
import { err } from "./terminal.ts";

/** The scripted model, listening for one run. */
export interface DemoModel extends AsyncDisposable {
  /** How to reach it. */
  readonly endpoint: ModelEndpoint;
}

/** Starts the scripted model on loopback, and prints once that it is scripted. */
export async function demoModel(runner: Runner): Promise<DemoModel> {
  if (!Deno.env.get(PREFACE_SAID)) err(MODEL_IS_SCRIPTED);
  const { startScriptedModel } = await import(
    "../../demo/scripted_model/start.ts"
  );
  const { loadTokenizer } = await import(
    "../../demo/scripted_model/wire/tokenizer.ts"
  );
  {
    // A second of work, which would count as the first turn's otherwise.
    using _ = shownWork("loading the scripted model");
    await loadTokenizer();
  }
  const server = startScriptedModel();
  return {
    endpoint: {
      id: "demo",
      name: "demo",
      provider: "demo",
      api: runner.apis[0]!,
      baseUrl: server.baseUrl,
      apiKey: "demo",
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
