/**
 * Langfuse for LangChain: its callback handler (`@langfuse/langchain` 5.11.1)
 * with its span processor (`@langfuse/otel` 5.11.1), as the READMEs of both say
 * (on npm, read on 29 November 2026). There is no switch for content but a
 * function of one's own that masks it.
 */

import { CallbackHandler } from "@langfuse/langchain";
import { LangfuseSpanProcessor } from "@langfuse/otel";
import { exported } from "../exported.ts";
import { measure } from "../measure.ts";
import { asking, makeAgent } from "./_agent.ts";

const provider = exported(new LangfuseSpanProcessor());

await measure({
  run: asking(makeAgent(), { callbacks: [new CallbackHandler()] }),
  flush: () => provider.forceFlush(),
});
