import type { OurSpan } from "./_our_spans.ts";
import { ourSpans } from "./_our_spans.ts";
import type { RecordedSpan } from "./recorded_span.ts";

/** What a turn or a run is made of, as its span says. */
export interface Ledger {
  /** Which turn or run, for a message. */
  readonly label: string;
  /** The input tokens, where they were reported. */
  readonly tokens: number | undefined;
  /** The tokens by source, the largest first; none where there is no ledger. */
  readonly sources: ReadonlyMap<string, number>;
  /** Of a turn, how it grew. */
  readonly growth?: {
    readonly tokens: number;
    readonly source: string | undefined;
    readonly sourceTokens: number | undefined;
  };
}

/** The ledgers among some spans, each kind in order of start. */
export interface Ledgers {
  readonly turns: readonly Ledger[];
  readonly runs: readonly Ledger[];
}

/** Finds the turns and the runs, and reads what they are made of. */
export function ledgersIn(spans: readonly RecordedSpan[]): Ledgers {
  const { ours } = ourSpans(spans);
  const turns = ours.filter(({ role }) => role === "agent.turn");
  const runs = ours.filter(({ role }) => role === "agent.run");
  const ids = new Set(
    [...turns, ...runs].map(({ span }) => span.attributes["agent.run_id"]),
  );
  const ofRun = (our: OurSpan) =>
    ids.size > 1 ? `, run ${our.span.attributes["agent.run_id"]}` : "";
  return {
    turns: turns.map((our) => ({
      ...turnLedger(our.span),
      label: turnLabel(our.span) + ofRun(our),
    })),
    runs: runs.map((our) => ({
      label: `run of ${our.span.attributes["agent.runner"]}${ofRun(our)}`,
      tokens: number(our.span, "agent.usage.input_tokens"),
      sources: sourcesOf(our.span, "agent.prompt"),
    })),
  };
}

function turnLabel({ attributes }: RecordedSpan): string {
  const agent = attributes["gen_ai.agent.name"];
  const runner = attributes["agent.runner"];
  const inside = agent === runner ? "" : ` in ${runner}`;
  return `turn ${attributes["turn.index"]} of ${agent}${inside}`;
}

function turnLedger(span: RecordedSpan): Omit<Ledger, "label"> {
  const tokens = number(span, "gen_ai.usage.input_tokens");
  const grown = number(span, "turn.prompt.delta_tokens");
  const source = span.attributes["turn.prompt.grew_by"];
  return {
    tokens,
    sources: sourcesOf(span, "turn.prompt"),
    ...(grown !== undefined && {
      growth: {
        tokens: grown,
        source: typeof source === "string" ? source : undefined,
        sourceTokens: number(span, "turn.prompt.grew_by_tokens"),
      },
    }),
  };
}

function sourcesOf(
  { attributes }: RecordedSpan,
  prefix: string,
): ReadonlyMap<string, number> {
  const names = attributes[`${prefix}.sources`];
  const tokens = attributes[`${prefix}.source_tokens`];
  if (!Array.isArray(names) || !Array.isArray(tokens)) return new Map();
  return new Map(
    names.map((name, place) => [String(name), Number(tokens[place])]),
  );
}

function number(
  { attributes }: RecordedSpan,
  key: string,
): number | undefined {
  const value = attributes[key];
  return typeof value === "number" ? value : undefined;
}
