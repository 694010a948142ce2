/**
 * turnspan, as `docs/adapters/openai-agents.md` says. Content is off unless
 * `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` is true.
 */

import { Runner } from "@openai/agents";
import { initTracing } from "@turnspan/turnspan";
import { traceRunner } from "@turnspan/turnspan/openai-agents";
import { measure } from "../measure.ts";
import { makeAgent } from "./_agent.ts";

await using tracing = await initTracing("bench");
traceRunner(Runner);

await measure({ run: makeAgent(), flush: () => tracing.flush() });
