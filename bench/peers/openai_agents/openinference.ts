/**
 * OpenInference for the OpenAI Agents SDK, as its README says
 * (`@arizeai/openinference-instrumentation-openai-agents` 0.2.15, and
 * https://arize.com/docs/phoenix/integrations/typescript/openai-agents, read on
 * 29 November 2026): `manuallyInstrument` for ES modules, which makes its trace
 * processor the only one. It reads the SDK's own traces, so these are on.
 *
 * Content is hidden where `OPENINFERENCE_HIDE_INPUTS` and `…_OUTPUTS` are true,
 * which are read only where there is a `traceConfig`, if an empty one.
 * The exporter there is that of protobuf; here all send JSON.
 */

import { OpenAIAgentsInstrumentation } from "@arizeai/openinference-instrumentation-openai-agents";
import * as agents from "@openai/agents";
import { exported } from "../exported.ts";
import { measure } from "../measure.ts";
import { makeAgent } from "./_agent.ts";

const tracerProvider = exported();
new OpenAIAgentsInstrumentation({ tracerProvider, traceConfig: {} })
  .manuallyInstrument(agents);

await measure({
  run: makeAgent({ sdkTraces: true }),
  flush: () => tracerProvider.forceFlush(),
});
