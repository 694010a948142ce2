import { VARIABLES } from "../../../../scripts/dashboards/grafana/panel.ts";
import type { Span } from "../../../../turns/source/span.ts";
import { failures } from "../failures.ts";
import { ourSpansOf, spansOf, type TraceFile } from "../traces.ts";
import type { PanelOptions } from "./_panel_text.ts";

/** Spans that the panels are asked about. */
export interface Case extends PanelOptions {
  readonly name: string;
  readonly spans: readonly Span[];
  /** Those of them that are not a proxy's. */
  readonly ours: readonly Span[];
}

/** The recorded traces, and failures that are made here and now. */
export async function cases(): Promise<Case[]> {
  const failed = await failures();
  const files: readonly TraceFile[] = ["demo", "proxy_v1", "proxy_v2"];
  return [
    ...files.map((name) => {
      const spans = spansOf(name);
      const ours = ourSpansOf(name, spans);
      const variables = variablesFor(ours, ["agent.runner", "deep_agent"]);
      return { name, spans, ours, variables, times: true };
    }),
    {
      name: "failures",
      spans: [...failed, ...ofAProxy(failed)],
      ours: failed,
      variables: variablesFor(failed, ["agent.run_id", "agents-inside"]),
      times: false,
    },
  ];
}

/** What a proxy would say of the same requests that failed, below each. */
function ofAProxy(spans: readonly Span[]): Span[] {
  return spans.filter(({ name, failed }) => name === "POST" && failed)
    .flatMap((post) => {
      const { spanId } = post;
      const server = {
        ...post,
        spanId: spanId.replace(/^./, "s"),
        parentSpanId: spanId,
        name: "POST /v1/chat/completions",
        kind: 2,
        service: "litellm",
      };
      return [server, {
        ...server,
        spanId: spanId.replace(/^./, "c"),
        parentSpanId: server.spanId,
        name: "chat gpt-5",
        kind: 3,
        attributes: {
          "gen_ai.operation.name": "chat",
          "gen_ai.request.model": "gpt-5",
          "error.type": "500",
        },
      }];
    });
}

/** The boxes of the dashboard as they are at first, and one run chosen. */
function variablesFor(
  spans: readonly Span[],
  [key, value]: readonly [string, string],
): Record<string, string> {
  const { attributes, traceId: trace } = spans.find(({ name, attributes }) =>
    name === "agent.run" && attributes[key] === value
  )!;
  const first = Object.entries(VARIABLES).map(([name, { value }]) =>
    [name, value] as const
  );
  const run = `${attributes["agent.run_id"]}`;
  return { ...Object.fromEntries(first), run, trace };
}
