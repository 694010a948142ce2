import { number, type Span, text } from "../../../../turns/source/span.ts";
import type { Case } from "./_cases.ts";

/** The spans that tables list, found by hand, by the panel's title. */
export const ROWS: Readonly<Record<string, (one: Case) => Span[]>> = {
  "Largest prompts": ({ ours }) =>
    named(ours, "agent.turn").filter((span) =>
      (number(span, "gen_ai.usage.input_tokens") ?? 0) >= 14_000
    ),
  "Turns that broke the cache": ({ ours }) =>
    named(ours, "agent.turn").filter((span) =>
      text(span, "turn.cache.broken_by") !== undefined
    ),
  "Failed tool calls": ({ ours }) =>
    named(ours, "tool.call").filter(({ failed }) => failed),
  "Runs of many turns": ({ ours }) =>
    named(ours, "agent.turn").filter((span) =>
      number(span, "turn.index") === 20
    ),
  "One tool, many calls": ({ ours }) => {
    const calls = named(ours, "tool.call");
    const which = (span: Span) => `${span.traceId} ${text(span, "tool.name")}`;
    return calls.filter((span) =>
      calls.filter((other) => which(other) === which(span)).length > 10
    );
  },
  "Runs that a budget stopped": ({ ours }) =>
    named(ours, "agent.run").filter((span) =>
      text(span, "error.type") === "token_budget"
    ),
  "Runs": ({ ours }) => named(ours, "agent.run"),
  "Turns of the run": (one) => inRun(one, "agent.turn"),
  "Ledger of the run": (one) => inRun(one, "agent.run"),
  "Tool calls of the run": (one) => inRun(one, "tool.call"),
  "The run's trace": ({ spans, variables }) =>
    spans.filter(({ traceId }) => traceId === variables.trace),
};

function named(spans: readonly Span[], name: string): Span[] {
  return spans.filter((span) => span.name === name);
}

/** Each run here has a trace of its own. */
function inRun({ ours, variables }: Case, name: string): Span[] {
  return named(ours, name).filter(({ traceId }) => traceId === variables.trace);
}
