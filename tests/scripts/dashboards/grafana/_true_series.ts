import { number, type Span, text } from "../../../../turns/source/span.ts";
import { rounded } from "./_panel_text.ts";

/** Numbers by the labels of their series. */
export type Totals = Readonly<Record<string, number>>;

/** Counts something of our own spans; a proxy's are there to be told apart. */
type Count = (ours: readonly Span[], all: readonly Span[]) => Totals;

/** What makes one number of the spans of a series. */
type Reduce = (spans: readonly Span[]) => number | undefined;

const INPUT = "gen_ai.usage.input_tokens";
const OUTPUT = "gen_ai.usage.output_tokens";
const COST = "litellm.cost.total";
const MODEL = "gen_ai.request.model";
const AGENT = "gen_ai.agent.name";
const FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";

const has = (key: string) => (span: Span) => span.attributes[key] !== undefined;
const failed = (span: Span) => span.failed;
const turns = (span: Span) => span.name === "agent.turn";
const runs = (span: Span) => span.name === "agent.run";
const invokes = (span: Span) => span.name === "agent.invoke";
const agents = (span: Span) => runs(span) || invokes(span);
const tools = (span: Span) => span.name === "tool.call";
const chats = (span: Span) => text(span, "gen_ai.operation.name") === "chat";
/** Whether it took any time: Tempo has no quantile of what took none. */
const lasts = ({ startMs, endMs }: Span) => endMs - startMs >= 5e-4;
const failedBy = (type: string) => (span: Span) =>
  text(span, "error.type") === type;

const sum = (key: string): Reduce => (spans) =>
  numbers(spans, key).reduce((total, value) => total + value, 0);
const max = (key: string): Reduce => (spans) =>
  Math.max(...numbers(spans, key));
const mean = (key: string): Reduce => (spans) =>
  (sum(key)(spans) ?? 0) / numbers(spans, key).length;
const size: Reduce = ({ length }) => length;

/** A panel that shows prompt and reply tokens. */
const tokensBy = (key: string): Count[] => [
  totals(sum(INPUT), [key], turns, has(key), has(INPUT)),
  totals(sum(OUTPUT), [key], turns, has(key), has(OUTPUT)),
];

const costBy = (key: string): Count[] => [
  totals(sum(COST), [key], chats, has(key), has(COST)),
];

/** The numbers of bars, lines and heat maps, by the panel's title. */
export const SERIES: Readonly<Record<string, readonly Count[]>> = {
  "Largest prompt over time": [
    totals(max(INPUT), ["agent.runner"], turns, has(INPUT)),
  ],
  "What made prompts grow": [
    sumsBy("turn.prompt.grew_by", "turn.prompt.grew_by_tokens", turns),
  ],
  "Costliest source of a turn": [
    sumsBy("turn.prompt.top_source", "turn.prompt.top_source_tokens", turns),
  ],
  "Costliest source of a run": [
    sumsBy("agent.prompt.top_source", "agent.prompt.top_source_tokens", runs),
  ],
  "Costliest source of a sub-agent": [
    totals(
      sum("agent.prompt.top_source_tokens"),
      [AGENT, "agent.prompt.top_source"],
      invokes,
      has("agent.prompt.top_source"),
    ),
  ],
  "What broke the cache": [
    totals(size, ["turn.cache.broken_by"], turns, has("turn.cache.broken_by")),
  ],
  "Tokens that could be read from the cache": [
    "turn.cache.expected_tokens",
    "gen_ai.usage.cache_read.input_tokens",
    INPUT,
  ].map((key) => totals(sum(key), [], turns, has(key))),
  "Tokens by runner": tokensBy("agent.runner"),
  "Tokens by model": tokensBy(MODEL),
  "Tokens by agent": tokensBy(AGENT),
  "Tokens by conversation": tokensBy("gen_ai.conversation.id"),
  "Cost by runner": [
    totals(
      sum("agent.cost.total_usd"),
      ["agent.runner"],
      runs,
      has("agent.cost.total_usd"),
    ),
  ],
  "Cost by model": costBy(MODEL),
  "Cost by agent": costBy(AGENT),
  "Cost by conversation": costBy("gen_ai.conversation.id"),
  "Cost by model, as the proxy's spans say": [priced],
  "Time of a turn": [0.5, 0.95].map((quantile) =>
    totals(atMost(quantile), ["agent.runner"], turns, lasts)
  ),
  "Time of a tool call": [
    totals(atMost(0.95), ["tool.server", "tool.name"], tools, lasts),
  ],
  "Time to the first chunk": [mean, max].map((reduce) =>
    totals(reduce(FIRST_CHUNK), [MODEL], chats, has(FIRST_CHUNK))
  ),
  "Failing tools": [
    totals(size, ["tool.server", "tool.name", "error.type"], tools, failed),
  ],
  "Most turns": [totals(max("turn.index"), ["agent.runner"], turns)],
  "Turn limits": [totals(size, [AGENT], agents, failedBy("max_turns"))],
  "Budget stops": [
    totals(size, ["agent.runner"], runs, failedBy("token_budget")),
  ],
  "Failed model calls": [totals(size, [MODEL, "error.type"], chats, failed)],
  "Failed attempts": [attempts],
  "Prompt sizes over time": [powers],
  "Prompt sizes": [
    totals(
      size,
      ["turn.prompt.size_bucket"],
      turns,
      has("turn.prompt.size_bucket"),
    ),
  ],
};

function numbers(spans: readonly Span[], key: string): number[] {
  return spans.map((span) => number(span, key))
    .filter((value) => value !== undefined);
}

function sumsBy(source: string, tokens: string, some: typeof turns): Count {
  return totals(sum(tokens), [source], some, has(source));
}

/** Numbers of the spans that keep all conditions, by what they are grouped by. */
function totals(
  reduce: Reduce,
  by: readonly string[],
  ...conditions: readonly ((span: Span) => boolean)[]
): (ours: readonly Span[]) => Totals {
  return (ours) => {
    const groups = Map.groupBy(
      ours.filter((span) => conditions.every((holds) => holds(span))),
      (span) => by.map((key) => text(span, key)).join(" "),
    );
    return Object.fromEntries(
      [...groups].map(([label, spans]) => [label, rounded(reduce(spans) ?? 0)]),
    );
  };
}

/** The time, in seconds, that so many in a hundred take at most. */
function atMost(quantile: number): Reduce {
  return (spans) => {
    const times = spans.map(({ startMs, endMs }) => endMs - startMs)
      .sort((a, b) => a - b);
    const enough = times.find((_, place) =>
      (place + 1) / times.length >= quantile
    );
    return Math.round((enough ?? 0) * 1e3) / 1e6;
  };
}

/** Each call at the price of the recorded model, which one span set says. */
function priced(ours: readonly Span[], all: readonly Span[]): Totals {
  const isSaid = all.some((span) => !ours.includes(span) && has(COST)(span));
  const calls = ours.filter((span) => isSaid && chats(span));
  return Object.fromEntries(
    [...Map.groupBy(calls, (span) => text(span, MODEL) ?? "")].map((
      [model, spans],
    ) => {
      const dollars = Number(sum(INPUT)(spans)) / 1e6 +
        Number(sum(OUTPUT)(spans)) / 1e5;
      return [model, rounded(dollars)];
    }),
  );
}

/** Failed requests under our model calls. */
function attempts(ours: readonly Span[]): Totals {
  const calls = new Set(ours.filter(chats).map(({ spanId }) => spanId));
  return totals(
    size,
    ["error.type"],
    failed,
    has("http.request.method"),
    ({ parentSpanId = "" }) => calls.has(parentSpanId),
  )(ours);
}

/** Prompts by the next power of two. */
function powers(ours: readonly Span[]): Totals {
  const found: Record<string, number> = {};
  for (const tokens of numbers(ours.filter(turns), INPUT)) {
    let power = 2;
    while (power < tokens) power *= 2;
    found[power] = (found[power] ?? 0) + 1;
  }
  return found;
}
