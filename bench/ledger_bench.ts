// deno-lint-ignore-file no-console
/**
 * What the ledger costs for a turn, as a conversation grows: 20 turns behind 10,
 * 100 and 1,000 others, of 2 kB each. Beside it one pass over what is sent (its
 * text as bytes), and parsing all of it, which reading a request once took. At
 * the end: what 1,000 runs hold that are open at once, over their trajectories.
 *
 * The figures of one run are to be compared with each other: machines differ.
 *
 * @module
 */

import { type AgentRun, startRun } from "@turnspan/turnspan";
import { scopes } from "../tracing/base/scopes.ts";
import { Ledger } from "../tracing/prompt/ledger.ts";
import { RequestReader } from "../tracing/prompt/request_reader.ts";

/** Turns that are measured, behind those that have been. */
const TURNS = 20;

/** Runs that are open at once. */
const RUNS = 1_000;

const SETTINGS = { model: "gpt-5", withParts: false } as const;
const REPLY = { output: 20, reasoning: undefined, hasReasoning: false };

const encoder = new TextEncoder();

for (const behind of [10, 100, 1_000]) {
  const group = `${TURNS} turns behind ${behind}`;
  const bodies = Array.from(
    { length: TURNS + 1 },
    (_, place) => requestOf(behind + place),
  );
  const [first = "", ...next] = bodies;
  Deno.bench(`${group}: one pass over each request`, { group }, () => {
    for (const body of next) encoder.encode(body);
  });
  Deno.bench(`${group}: each request parsed`, { group, baseline: true }, () => {
    for (const body of next) JSON.parse(body);
  });
  Deno.bench(`${group}: the ledger of each`, { group }, (b) => {
    const requests = new RequestReader(() => undefined);
    const ledger = new Ledger();
    let inputTokens = 1_000;
    const add = (body: string) => {
      const request = requests.read(body, SETTINGS);
      inputTokens += 800;
      ledger.add({
        name: "gpt-5",
        model: "gpt-5",
        request,
        inputTokens,
        reply: REPLY,
      });
    };
    add(first);
    b.start();
    next.forEach(add);
    b.end();
  });
}

Deno.bench({
  name: `${RUNS} runs open at once, each behind a request of 60 kB`,
  n: 1,
  warmup: 0,
}, (b) => {
  const body = requestOf(30);
  b.start();
  const held = (readRequests: boolean) => {
    const before = heap();
    const runs = Array.from(
      { length: RUNS },
      (_, place) =>
        openRun(body.replaceAll("0", `${place % 10}`), readRequests),
    );
    const kilobytes = (heap() - before) / RUNS / 1_000;
    for (const run of runs) run.end();
    return kilobytes.toFixed(1);
  };
  const without = held(false);
  const wanted = held(true);
  b.end();
  addEventListener("unload", () => {
    console.log(
      `An open run behind a request of ${
        (body.length / 1_000).toFixed(0)
      } kB holds ${wanted} kB with its ledger, ${without} kB without`,
    );
  });
});

/** Opens a run and answers one request of its. */
function openRun(body: string, readRequests: boolean): AgentRun {
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

/** The request that follows a number of turns. */
function requestOf(turns: number): string {
  const messages: unknown[] = [
    { role: "system", content: "You look after a plant. ".repeat(80) },
    { role: "user", content: "Why does Chiller 6 draw more power?" },
  ];
  for (let turn = 0; turn < turns; turn++) {
    const id = `call_${turn}`;
    const call = { name: "history", arguments: `{"day":${turn}}` };
    messages.push(
      { role: "assistant", tool_calls: [{ id, function: call }] },
      { role: "tool", tool_call_id: id, content: rows(turn) },
    );
  }
  const tools = ["history", "latest"].map((name) => ({
    type: "function",
    function: { name, description: `The ${name} of a sensor`, parameters: {} },
  }));
  return JSON.stringify({ model: "gpt-5", messages, tools, stream: false });
}

/** A result of some 2 kB. */
function rows(turn: number): string {
  return JSON.stringify(
    Array.from({ length: 50 }, (_, minute) => ({
      minute,
      kilowatts: Math.round(1e4 + 1e3 * Math.sin(turn * minute)) / 100,
    })),
  );
}
