/** What Honeycomb's Agent Timeline asks of a span, to show it. */
const NEEDED = [
  "gen_ai.conversation.id",
  "gen_ai.agent.name",
  "gen_ai.operation.name",
];

/** Our spans that are an operation of an agent; a turn is none of OpenTelemetry's. */
const SHOWN = /^(agent\.run|agent\.invoke|tool\.call|chat .*)$/;

/**
 * Lists what keeps spans of ours from Honeycomb's Agent Timeline.
 *
 * @param spans Our spans.
 * @returns One text a missing attribute, and how many spans are looked at.
 */
export function agentTimeline(
  spans: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[],
): { missing: string[]; shown: number } {
  const shown = spans.filter(({ name }) => SHOWN.test(name));
  const missing = shown.flatMap(({ name, attributes }) =>
    NEEDED.filter((key) => typeof attributes[key] !== "string")
      .map((key) => `${name}: ${key}`)
  );
  return { missing, shown: shown.length };
}
