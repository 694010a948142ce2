/**
 * turnspan, as `docs/adapters/langchain.md` says. Content is off unless
 * `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` is true.
 */

import { initTracing } from "@turnspan/turnspan";
import { traceAgent } from "@turnspan/turnspan/langchain";
import { measure } from "../measure.ts";
import { asking, makeAgent } from "./_agent.ts";

await using tracing = await initTracing("bench");

await measure({
  run: asking(traceAgent(makeAgent())),
  flush: () => tracing.flush(),
});
