import type { Invoke, Tool } from "./_framework.ts";

/** What runs the tools whose calls record themselves. */
const recorded = new WeakSet<Invoke>();

/** Tells that each call of a tool is recorded by the tool itself. */
export function recordsItself(tool: object): void {
  const { invoke } = tool as Tool;
  if (invoke !== undefined) recorded.add(invoke);
}

/** Whether each call of a tool is recorded by the tool itself. */
export function tracesItself({ invoke }: Tool): boolean {
  return invoke !== undefined && recorded.has(invoke);
}
