/**
 * Prints what an open run behind a request of 60 kB holds in memory, with 1,000
 * of them. Argument: `ledger` where requests are read.
 *
 * @module
 */

import { type AgentRun, startRun } from "@turnspan/turnspan";
import { scopes } from "../../tracing/base/scopes.ts";
import { print, sized } from "../shared/ways.ts";
import { requestOf } from "./conversation.ts";

/** Runs that are open at once. */
const RUNS = sized(1_000, 10);

const readRequests = Deno.args[0] === "ledger";
const body = requestOf(30);
const before = heap();
const runs = Array.from(
  { length: RUNS },
  (_, place) => openRun(body.replaceAll("0", `${place % 10}`)),
);
print({ kB: (heap() - before) / RUNS / 1_000 });
for (const run of runs) run.end();

/** Opens a run and answers one request of its. */
function openRun(body: string): AgentRun {
  const run = startRun({ runner: "bench", model: "gpt-5", readRequests });
  const chat = run.startChat();
  chat.in(() => scopes.getStore()?.http.requestBody?.(body));
  chat.response({ usage: { inputTokens: 20_000, outputTokens: 20 } });
  chat.end();
  return run;
}

/** Bytes that the heap holds once what is garbage is gone. */
function heap(): number {
  // There where the program was started with `--v8-flags=--expose-gc`.
  (globalThis as { gc?: () => void }).gc?.();
  return Deno.memoryUsage().heapUsed;
}
