import type { RecordedSpan } from "../../testing/mod.ts";

/** The conversation that each span names, requests apart, as `name` to ids. */
export function conversationIds(
  spans: readonly RecordedSpan[],
): Record<string, unknown[]> {
  const ids: Record<string, Set<unknown>> = {};
  for (const { name, attributes } of spans) {
    if (name === "POST") {
      if ("gen_ai.conversation.id" in attributes) {
        throw new Error("POST has it");
      }
      continue;
    }
    (ids[name] ??= new Set()).add(attributes["gen_ai.conversation.id"]);
  }
  return Object.fromEntries(
    Object.entries(ids).map(([name, set]) => [name, [...set]]),
  );
}

/** What {@linkcode conversationIds} gives where all spans are of one. */
export function allOf(
  id: string | undefined,
  names: readonly string[],
): Record<string, unknown[]> {
  return Object.fromEntries(names.map((name) => [name, [id]]));
}
