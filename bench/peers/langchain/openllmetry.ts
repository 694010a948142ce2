/**
 * OpenLLMetry for LangChain, given LangChain's module of callback managers as
 * its own SDK's `instrumentModules` does.
 * (`@traceloop/instrumentation-langchain` 0.27.0, its README and types, and
 * https://traceloop.com/docs/openllmetry/tracing/js-force-instrumentations, read
 * on 29 November 2026.)
 *
 * Content is off where `TRACELOOP_TRACE_CONTENT` is false, the variable that
 * its own SDK reads for the same option.
 */

import * as callbackManagerModule from "@langchain/core/callbacks/manager";
import { LangChainInstrumentation } from "@traceloop/instrumentation-langchain";
import { exported } from "../exported.ts";
import { measure } from "../measure.ts";
import { asking, makeAgent } from "./_agent.ts";

const provider = exported();
const instrumentation = new LangChainInstrumentation({
  traceContent: Deno.env.get("TRACELOOP_TRACE_CONTENT") !== "false",
});
instrumentation.setTracerProvider(provider);
instrumentation.manuallyInstrument({ callbackManagerModule });

await measure({
  run: asking(makeAgent()),
  flush: () => provider.forceFlush(),
});
