/**
 * Langfuse, which has no instrumentation of the OpenAI Agents SDK for
 * JavaScript: its wrapper of the OpenAI client (`@langfuse/openai` 5.11.1) with
 * its span processor (`@langfuse/otel` 5.11.1), as the READMEs of both say (on
 * npm, read on 29 November 2026). It sees the model's calls and no tools. There
 * is no switch for content but a function of one's own that masks it.
 */

import { observeOpenAI } from "@langfuse/openai";
import { LangfuseSpanProcessor } from "@langfuse/otel";
import OpenAI from "openai";
import { exported } from "../exported.ts";
import { measure } from "../measure.ts";
import { makeAgent } from "./_agent.ts";

const provider = exported(new LangfuseSpanProcessor());

await measure({
  run: makeAgent({ client: observeOpenAI(new OpenAI()) }),
  flush: () => provider.forceFlush(),
});
