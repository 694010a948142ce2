import { searchUrl } from "./search_url.ts";
import { SERVICES } from "./services.ts";

/** A link that Jaeger's page puts on a trace, or on an attribute's value. */
export interface LinkPattern {
  readonly type: "traces" | "tags";
  /** The attribute whose value becomes a link. */
  readonly key?: string;
  readonly url: string;
  readonly text: string;
}

/** What is found by a value that one has seen on some span, and where. */
const BY_VALUE = [
  ["gen_ai.conversation.id", "agent.run", "All runs of this conversation"],
  ["agent.scenario_id", "agent.run", "All runs of this scenario"],
  [
    "agent.prompt.top_source",
    "agent.run",
    "All runs that this source cost most of",
  ],
  ["turn.prompt.grew_by", "agent.turn", "All turns that grew by this source"],
  [
    "turn.prompt.top_source",
    "agent.turn",
    "All turns that hold most of this source",
  ],
  ["turn.cache.broken_by", "agent.turn", "All turns whose cache this broke"],
  ["tool.name", "tool.call", "All calls of this tool"],
] as const;

/**
 * The links of a trace and of attributes. What a menu cannot list, because
 * nobody knows the values before, is found from a span that has one.
 */
export const LINK_PATTERNS: readonly LinkPattern[] = [
  {
    type: "traces",
    url: "/trace/#{traceID}?uiFind=agent.turn",
    text: "Find the turns",
  },
  {
    type: "tags",
    key: "agent.run_id",
    // Several runs may be in one trace.
    url: "/trace/#{trace.traceID}?uiFind=#{agent.run_id}",
    text: "Find this run's turns",
  },
  // A span does not say its service to a link: one for each, to choose from.
  ...BY_VALUE.flatMap(([key, operation, text]) =>
    SERVICES.map((service): LinkPattern => ({
      type: "tags",
      key,
      url: searchUrl(service, { operation, tags: { [key]: `#{${key}}` } }),
      text: `${text}, of ${service}`,
    }))
  ),
];
