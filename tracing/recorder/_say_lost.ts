import { warn } from "../privacy/warn.ts";

/** Lines that one process gets: more would hide what else it says. */
const MAX_LINES = 20;

const said = new Set<string>();

/** Says once that something is not in the trace. */
export function sayLost(text: string): void {
  if (said.has(text) || said.size >= MAX_LINES) return;
  said.add(text);
  warn(text);
}
