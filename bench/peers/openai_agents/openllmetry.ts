/**
 * OpenLLMetry, which has no instrumentation of the OpenAI Agents SDK for
 * JavaScript: that of the OpenAI client, given the client's class as its own
 * SDK's `instrumentModules` does. It sees the model's calls and no tools.
 * (`@traceloop/instrumentation-openai` 0.27.0, its README, and
 * https://traceloop.com/docs/openllmetry/tracing/js-force-instrumentations, read
 * on 29 November 2026.)
 *
 * Content is off where `TRACELOOP_TRACE_CONTENT` is false, the variable that
 * its own SDK reads for the same option.
 */

import OpenAI from "openai";
import { OpenAIInstrumentation } from "@traceloop/instrumentation-openai";
import { exported } from "../exported.ts";
import { measure } from "../measure.ts";
import { makeAgent } from "./_agent.ts";

const provider = exported();
const instrumentation = new OpenAIInstrumentation({
  traceContent: Deno.env.get("TRACELOOP_TRACE_CONTENT") !== "false",
});
instrumentation.setTracerProvider(provider);
instrumentation.manuallyInstrument(OpenAI);

await measure({ run: makeAgent(), flush: () => provider.forceFlush() });
