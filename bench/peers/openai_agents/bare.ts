/**
 * The OpenAI Agents SDK alone. With `OTEL_DENO=true`, Deno traces its requests:
 * https://docs.deno.com/runtime/fundamentals/open_telemetry/, read on 29
 * November 2026.
 */

import { measure } from "../measure.ts";
import { makeAgent } from "./_agent.ts";

await measure({ run: makeAgent() });
