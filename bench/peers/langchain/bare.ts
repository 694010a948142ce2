/**
 * LangChain or deepagents alone. With `OTEL_DENO=true`, Deno traces its
 * requests: https://docs.deno.com/runtime/fundamentals/open_telemetry/, read on
 * 29 November 2026.
 */

import { measure } from "../measure.ts";
import { asking, makeAgent } from "./_agent.ts";

await measure({ run: asking(makeAgent()) });
