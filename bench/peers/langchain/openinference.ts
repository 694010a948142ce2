/**
 * OpenInference for LangChain, as its README says
 * (`@arizeai/openinference-instrumentation-langchain` 4.1.1, and
 * https://arize.com/docs/phoenix/integrations/frameworks/langchain/langchain-js,
 * read on 29 November 2026): LangChain's module of callback managers, instrumented by hand.
 *
 * Content is hidden where `OPENINFERENCE_HIDE_INPUTS` and `…_OUTPUTS` are true,
 * which are read only where there is a `traceConfig`, if an empty one.
 */

import { LangChainInstrumentation } from "@arizeai/openinference-instrumentation-langchain";
import * as callbackManager from "@langchain/core/callbacks/manager";
import { exported } from "../exported.ts";
import { measure } from "../measure.ts";
import { asking, makeAgent } from "./_agent.ts";

const tracerProvider = exported();
new LangChainInstrumentation({ tracerProvider, traceConfig: {} })
  .manuallyInstrument(callbackManager);

await measure({
  run: asking(makeAgent()),
  flush: () => tracerProvider.forceFlush(),
});
