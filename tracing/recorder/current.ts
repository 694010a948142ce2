import { scopes } from "../base/scopes.ts";
import type { SpanScope } from "./_span_scope.ts";
import type { AgentRun, AgentScope, ToolCall, Turn } from "./types.ts";

/** Only the recorder enters a scope, and all its scopes are of this class. */
function current(): SpanScope | undefined {
  return scopes.getStore() as SpanScope | undefined;
}

/**
 * Gets the run that the caller is inside of.
 *
 * @example Usage
 * ```ts
 * import { currentRun, traceRun } from "@turnspan/turnspan";
 * import { assertStrictEquals } from "@std/assert";
 *
 * await traceRun({ runner: "mine", model: "gpt-5" }, (run) => {
 *   assertStrictEquals(currentRun(), run);
 * });
 * assertStrictEquals(currentRun(), undefined);
 * ```
 *
 * @returns The run, or `undefined` outside of one.
 */
export function currentRun(): AgentRun | undefined {
  return current()?.agentRun;
}

/**
 * Gets the nearest agent that the caller is inside of: the run's own, or one
 * that a tool call started.
 *
 * @example Usage
 * ```ts
 * import { currentAgent, traceRun } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * await traceRun({ runner: "mine", model: "gpt-5" }, () => {
 *   assertEquals(currentAgent()?.name, "mine");
 * });
 * ```
 *
 * @returns The agent, or `undefined` outside of a run.
 */
export function currentAgent(): AgentScope | undefined {
  return current()?.currentAgent;
}

/**
 * Gets the turn that the caller is inside of, or else the open turn of the
 * nearest agent.
 *
 * @example Usage
 * ```ts
 * import { currentTurn, traceRun } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * await traceRun({ runner: "mine", model: "gpt-5" }, async (run) => {
 *   await run.turn(() => assertEquals(currentTurn()?.index, 1));
 * });
 * ```
 *
 * @returns The turn, or `undefined` where none is open.
 */
export function currentTurn(): Turn | undefined {
  return current()?.currentTurn;
}

/**
 * Gets the tool call that the caller is inside of.
 *
 * @example Usage
 * ```ts
 * import { currentToolCall, traceRun } from "@turnspan/turnspan";
 * import { assertStrictEquals } from "@std/assert";
 *
 * await traceRun({ runner: "mine", model: "gpt-5" }, async (run) => {
 *   await run.turn(async (turn) => {
 *     const call = turn.startTool({ name: "add" });
 *     await call.run(() => assertStrictEquals(currentToolCall(), call));
 *   });
 * });
 * ```
 *
 * @returns The tool call, or `undefined` outside of one.
 */
export function currentToolCall(): ToolCall | undefined {
  return current()?.currentTool;
}
