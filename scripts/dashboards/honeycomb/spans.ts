import type { Filter } from "../../../cli/honeycomb/query_spec.ts";
import { has, is } from "./query.ts";

/*
 * The spans that the queries begin with. Each names spans of ours and no
 * other's: a proxy's spans carry the same usage, and would count a call twice.
 * No relational column (`root.`, `parent.`) is used: those leave long traces
 * out.
 */

/** Turns: the spans that carry usage once. */
export const turns = (...more: readonly Filter[]): Filter[] => [
  is("name", "agent.turn"),
  ...more,
];

/** Model calls: only ours have the index of their turn. */
export const chats = (...more: readonly Filter[]): Filter[] => [
  is("gen_ai.operation.name", "chat"),
  has("turn.index"),
  ...more,
];

/** Tool calls. */
export const tools = (...more: readonly Filter[]): Filter[] => [
  is("name", "tool.call"),
  ...more,
];

/** Runs. */
export const runs = (...more: readonly Filter[]): Filter[] => [
  is("name", "agent.run"),
  ...more,
];

/** Agents that a tool call started. */
export const invokes = (...more: readonly Filter[]): Filter[] => [
  is("name", "agent.invoke"),
  ...more,
];

/** Spans that failed: Honeycomb sets the column from the span's status. */
export const FAILED: Filter = is("error", true);
