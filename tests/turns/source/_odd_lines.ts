import { bigRun, line, root, type SpanInit, turn } from "../_traces.ts";

/** Numbers from 0 to 1 that look random, the same ones for each seed. */
function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How a producer writes JSON. */
interface Style {
  readonly next: () => number;
  /** Letters written as `\u0061`. */
  readonly escapes?: boolean;
  readonly spaces?: boolean;
  readonly snake?: boolean;
  /** Members in another order; `members` only behind those that come first. */
  readonly shuffled?: "all" | "members";
}

const STYLES: readonly Omit<Style, "next">[] = [
  {},
  {},
  {},
  { escapes: true },
  { spaces: true },
  { snake: true },
  { shuffled: "all" },
  { shuffled: "all", escapes: true },
  { shuffled: "members" },
];

function text(value: string, { escapes, next }: Style): string {
  const json = JSON.stringify(value);
  if (!escapes) return json;
  return json.replace(
    /(?<!\\)[a-z._]/g,
    (char) =>
      next() < 0.1
        ? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`
        : char,
  );
}

const snakeOf = (name: string) =>
  name.replace(/[A-Z]/g, (char) => `_${char.toLowerCase()}`);

function write(value: unknown, style: Style): string {
  const { spaces, snake, shuffled, next } = style;
  const [colon, comma] = spaces ? [": ", ", "] : [":", ","];
  if (Array.isArray(value)) {
    return `[${value.map((item) => write(item, style)).join(comma)}]`;
  }
  if (typeof value === "string") return text(value, style);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, held]) =>
    held !== undefined
  );
  const first = shuffled === "members" ? entries.splice(0, 2) : [];
  if (shuffled) entries.sort(() => next() - 0.5);
  entries.unshift(...first);
  const members = entries.map(([name, held]) =>
    `${text(snake ? snakeOf(name) : name, style)}${colon}${write(held, style)}`
  );
  return `{${members.join(comma)}}`;
}

/** A call, as older versions of the conventions name what it says. */
const OLD_NAMES = {
  name: "agent.turn",
  attributes: [
    { key: "gen_ai.usage.prompt_tokens", value: { intValue: "0" } },
    { key: "gen_ai.usage.completion_tokens", value: { doubleValue: 2.5e-1 } },
    { key: "gen_ai.response.model", value: { stringValue: "old" } },
  ],
};
/** No call, though it has a model and tokens. */
const EMBEDDINGS = {
  name: "embeddings demo",
  attributes: [
    { key: "gen_ai.operation.name", value: { stringValue: "embeddings" } },
    { key: "gen_ai.request.model", value: { stringValue: "embedder" } },
    { key: "gen_ai.usage.input_tokens", value: { intValue: 3 } },
  ],
};
/** A turn without a prompt, of an endpoint that counts. */
const NO_PROMPT = {
  name: "agent.turn",
  attributes: [
    { key: "gen_ai.usage.input_tokens", value: { intValue: 0 } },
    { key: "gen_ai.usage.output_tokens", value: { intValue: 3 } },
  ],
};
/** A turn whose endpoint does not count. */
const NO_USAGE = {
  name: "agent.turn",
  attributes: [{ key: "agent.run_id", value: { stringValue: "uncounted" } }],
};
/** What a reader of attributes by their text may stumble over. */
const ODD_ATTRIBUTES = {
  name: "agent.turn",
  attributes: [
    { key: "agent.run_id", value: { stringValue: "first" } },
    { key: 'agent.\\"run_id', value: { stringValue: '\\","key":"x\n\u0001' } },
    { key: "agent.run_id", value: { stringValue: 'of {"key":"b"} \u2028é' } },
    { key: "gen_ai.request.model", value: { arrayValue: { values: [] } } },
    { key: "gen_ai.usage.input_tokens", value: { intValue: -0.5 } },
    { key: "on", value: { boolValue: true }, more: [{ key: "agent.run_id" }] },
    { key: "list", value: { arrayValue: { values: [{ intValue: 1 }, {}] } } },
    { key: "map", value: { kvlistValue: { values: [] } } },
  ],
};

/** What is in a span for nobody but who takes a part of it for the whole. */
const DECOYS: readonly Record<string, unknown>[] = [
  {},
  {},
  {},
  { links: [{ traceId: "ab".repeat(16), spanId: "cd".repeat(8) }] },
  {
    events: [{
      name: "agent.turn",
      attributes: [{
        key: "gen_ai.request.model",
        value: { stringValue: '"traceId":"agent.run_id"' },
      }],
    }],
  },
  { parentSpanId: undefined, parent_span_id: "ef".repeat(8) },
  OLD_NAMES,
  EMBEDDINGS,
  NO_PROMPT,
  NO_USAGE,
  ODD_ATTRIBUTES,
  { ...ODD_ATTRIBUTES, attributes: ODD_ATTRIBUTES.attributes.slice(0, 5) },
  { attributes: undefined },
  { attributes: null, name: '{"traceId":"' },
  { traceId: "q83vEjRWeJCrze8SNFZ4kA==" },
  { traceId: "AB".repeat(16) },
  { traceId: "0".repeat(32) },
  { spanId: 7 },
  { kind: "SPAN_KIND_SERVER" },
  { name: 'é\u2028"\\agent.turn' },
];

type Parsed = { resourceSpans: { scopeSpans: { spans: unknown[] }[] }[] };

/** One request: spans of one or two services. */
function request(spans: readonly SpanInit[], style: Style): string {
  const { next } = style;
  const service = next() < 0.5 ? "tests" : "proxy";
  const document: Parsed = JSON.parse(line(spans, service));
  const [resource] = document.resourceSpans;
  for (const scope of resource!.scopeSpans) {
    scope.spans = scope.spans.map((span) => {
      const decoy = DECOYS[Math.floor(next() * DECOYS.length)];
      return next() < 0.3 ? { ...span as object, ...decoy } : span;
    });
  }
  if (next() < 0.1) document.resourceSpans.push(...document.resourceSpans);
  if (next() < 0.1) {
    document.resourceSpans.unshift({ scopeSpans: [{ spans: [0] }] });
  }
  if (next() < 0.1) Object.assign(resource!, { schemaUrl: "https://x" });
  if (next() < 0.1) Object.assign(resource!.scopeSpans[0]!, { schemaUrl: "" });
  return write(document, style);
}

/** A run of which little is said, and its call as only a proxy tells of it. */
const OF_A_PROXY: readonly SpanInit[] = [
  {
    trace: "p",
    id: "cost",
    parent: "call",
    name: "cost",
    attributes: { "litellm.cost.total": 0.5 },
  },
  {
    trace: "p",
    id: "call",
    parent: "post",
    name: "litellm_request",
    attributes: {
      "gen_ai.request.model": "demo",
      "gen_ai.usage.input_tokens": 20_000,
    },
  },
  { trace: "p", id: "post", parent: "run", name: "POST", kind: 3 },
  {
    trace: "p",
    id: "run",
    parent: "caller",
    name: "agent.run",
    attributes: { "agent.run_id": "p", "agent.runner": "deep_agent" },
  },
];

/** Lines of OTLP, one or more spans each, as very different producers write. */
export function oddLines(seed: number): string[] {
  const next = numbersOf(seed);
  const spans = [
    ...["a", "b", "c"].flatMap((run, i) => [
      ...bigRun(run),
      ...turn(run, 7, Math.floor(next() * 5000), {}, run),
      root(run, i === 0 ? "deep_agent" : "openai_agent"),
    ]),
    ...OF_A_PROXY,
  ];
  const lines: string[] = [];
  while (spans.length > 0) {
    const taken = spans.splice(
      0,
      next() < 0.8 ? 1 : 1 + Math.floor(next() * 5),
    );
    const style = STYLES[Math.floor(next() * STYLES.length)];
    lines.push(request(taken, { ...style, next }));
  }
  return lines;
}

/** The same with lines among them that are damaged, or no OTLP at all. */
export function damagedLines(seed: number): string[] {
  const next = numbersOf(seed + 1000);
  const lines = oddLines(seed);
  return lines.flatMap((one, i) => {
    const other = lines[Math.floor(next() * lines.length)]!;
    const cut = other.slice(0, Math.floor(next() * other.length));
    const odd = [
      [cut],
      [cut + one],
      ["", one, "  "],
      ["12:03:07 INFO started", one],
      [`12:03:07 INFO ${one}`],
      [`${one} and more`],
      ["7", one, '{"resourceMetrics":[]}'],
      [one.replace('"kind"', "\0\0\0\0")],
      ['{"resourceSpans":[]}', one],
    ];
    const isDamaged = i === 0 ? seed % 2 === 0 : next() < 0.3;
    return isDamaged ? odd[Math.floor(next() * odd.length)]! : [one];
  });
}
