/**
 * Prints what a scope takes of the processor with tracing off, in turns with
 * four: turn, chat and two tool calls. Argument: `bare` enters an
 * `AsyncLocalStorage` as often, and does nothing else; `least` also keeps for
 * each scope a line with its name and how long it took, and `found` enters what
 * finds that line, the trajectory and the scope around, also once it has ended.
 *
 * @module
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { traceRun, type Turn } from "@turnspan/turnspan";
import { MODEL, RESULT, type Step, stepOf } from "../recorder/work.ts";
import { cpuOf, print, sized } from "../shared/ways.ts";

/** Turns a run has, as many as an agent's. */
const TURNS = 20;

/** Scopes of a turn. */
const SCOPES = 4;

/** Runs before those that are measured, and these. */
const WARM_UP = sized(1_000, 1);
const RUNS = sized(4_000, 1);

const storage = new AsyncLocalStorage<number | object>();

async function bare(): Promise<void> {
  await storage.run(0, async () => {
    for (let i = 0; i < TURNS; i++) {
      await storage.run(1, async () => {
        await storage.run(2, () => Promise.resolve());
        await storage.run(3, () => Promise.resolve());
        await storage.run(4, () => Promise.resolve());
      });
    }
  });
}

/** The least that keeps a trajectory. */
async function least(): Promise<void> {
  const lines: object[] = [];
  await timed("run", lines, async () => {
    for (let i = 0; i < TURNS; i++) {
      await timed("turn", lines, async () => {
        await timed("chat", lines, () => Promise.resolve());
        await timed("tool", lines, () => Promise.resolve());
        await timed("tool", lines, () => Promise.resolve());
      });
    }
  });
}

/** Runs a function in a scope that is told by a line. */
async function timed(
  name: string,
  lines: object[],
  fn: () => Promise<void>,
): Promise<void> {
  const line = { name, durationMs: 0, error: undefined as unknown };
  lines.push(line);
  const begin = performance.now();
  try {
    await storage.run(line, fn);
  } catch (error) {
    line.error = error;
    throw error;
  } finally {
    line.durationMs = performance.now() - begin;
  }
}

/** A scope that code which is late can find. */
class Found {
  failure: unknown;
  ended = false;

  constructor(
    readonly around: Found | undefined,
    readonly lines: object[],
    readonly line: { readonly name: string; durationMs: number },
    readonly begin: number,
  ) {}
}

/** The least that is found by what is late. */
async function found(): Promise<void> {
  const lines: object[] = [];
  await timedScope("run", { lines }, async (around) => {
    for (let i = 0; i < TURNS; i++) {
      await timedScope("turn", { lines, around }, async (around) => {
        await timedScope("chat", { lines, around }, () => Promise.resolve());
        await timedScope("tool", { lines, around }, () => Promise.resolve());
        await timedScope("tool", { lines, around }, () => Promise.resolve());
      });
    }
  });
}

/** Runs a function in a scope that can be found. */
async function timedScope(
  name: string,
  { lines, around }: { readonly lines: object[]; readonly around?: Found },
  fn: (scope: Found) => Promise<void>,
): Promise<void> {
  const line = { name, durationMs: 0 };
  lines.push(line);
  const scope = new Found(around, lines, line, performance.now());
  try {
    await storage.run(scope, () => fn(scope));
  } catch (error) {
    scope.failure = error;
    throw error;
  } finally {
    line.durationMs = performance.now() - scope.begin;
    scope.ended = true;
  }
}

async function off(): Promise<void> {
  await traceRun({ runner: "bench", model: MODEL }, async (run) => {
    for (let index = 1; index <= TURNS; index++) {
      const step = stepOf(index);
      await run.turn((turn) => offTurn(turn, step));
    }
  });
}

async function offTurn(turn: Turn, step: Step): Promise<void> {
  const chat = turn.startChat();
  await chat.run(() => {
    chat.response(step.response);
    return Promise.resolve();
  });
  for (const { id: callId, name, input } of step.calls) {
    const call = turn.startTool({ server: "iot", name, callId, input });
    await call.run(() => {
      call.result(RESULT);
      return Promise.resolve();
    });
  }
}

const ways = { bare, least, found, off };
const run = ways[Deno.args[0] as keyof typeof ways];
for (let i = 0; i < WARM_UP; i++) await run();
const cpu = await cpuOf(async () => {
  for (let i = 0; i < RUNS; i++) await run();
});
print({ cpu: cpu / RUNS / TURNS / SCOPES });
