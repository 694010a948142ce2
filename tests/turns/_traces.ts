import type { TurnsIo } from "../../turns/command/io.ts";

type Value = string | number | boolean | readonly (string | number)[];

/** What a span of a test is given; the rest has defaults. */
export interface SpanInit {
  readonly trace?: string;
  readonly id: string;
  readonly parent?: string;
  readonly name: string;
  readonly kind?: number;
  readonly at?: number;
  readonly ms?: number;
  readonly failed?: boolean;
  readonly attributes?: Readonly<Record<string, Value>>;
}

/** The time at which every test's traces begin. */
export const EPOCH = Date.UTC(2026, 10, 20, 12);

function anyValue(value: Value): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") {
    return Number.isInteger(value)
      ? { intValue: value }
      : { doubleValue: value };
  }
  return { arrayValue: { values: value.map(anyValue) } };
}

const hex = (id: string, digits: number) =>
  [...new TextEncoder().encode(id)].map((byte) => byte.toString(16)).join("")
    .padStart(digits, "0").slice(-digits);

/** The trace id that a short name stands for. */
export const traceId = (name: string): string => hex(name, 32);

/** The span id that a short name stands for. */
export const spanId = (name: string): string => hex(name, 16);

function otlpSpan(init: SpanInit): object {
  const { trace = "t", id, parent, name, kind = 1, at = 0, ms = 10 } = init;
  const nanos = (offset: number) => `${EPOCH + offset}000000`;
  return {
    traceId: traceId(trace),
    spanId: spanId(id),
    ...(parent !== undefined && { parentSpanId: spanId(parent) }),
    name,
    kind,
    startTimeUnixNano: nanos(at),
    endTimeUnixNano: nanos(at + ms),
    attributes: Object.entries(init.attributes ?? {}).map(([key, value]) => ({
      key,
      value: anyValue(value),
    })),
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    status: { code: init.failed ? 2 : 0 },
    links: [],
    droppedLinksCount: 0,
    flags: 257,
  };
}

/** One line of a file: a request as the JSON serializer writes it. */
export function line(spans: readonly SpanInit[], service = "tests"): string {
  return JSON.stringify({
    resourceSpans: [{
      resource: {
        attributes: [{ key: "service.name", value: { stringValue: service } }],
        droppedAttributesCount: 0,
      },
      scopeSpans: [{
        scope: { name: "@turnspan/turnspan", version: "0.1.0" },
        spans: spans.map(otlpSpan),
      }],
    }],
  });
}

/** A turn, its chat, its POST and the proxy's two spans, children first. */
export function turn(
  run: string,
  index: number,
  tokens: number | undefined,
  attributes: Readonly<Record<string, Value>> = {},
  trace = run,
): SpanInit[] {
  const id = `${run}.${index}`;
  const at = index * 1000;
  const model = { "gen_ai.request.model": "demo" };
  const usage = tokens === undefined
    ? {}
    : { "gen_ai.usage.input_tokens": tokens, "gen_ai.usage.output_tokens": 7 };
  const chat = { ...model, ...usage, "gen_ai.operation.name": "chat" };
  const base = { trace, at, kind: 3 };
  return [
    {
      ...base,
      id: `${id}p`,
      parent: `${id}s`,
      name: "chat demo",
      attributes: chat,
    },
    {
      ...base,
      id: `${id}s`,
      parent: `${id}h`,
      name: "POST /v1/x",
      kind: 2,
      attributes: chat,
    },
    { ...base, id: `${id}h`, parent: `${id}c`, name: "POST" },
    { ...base, id: `${id}c`, parent: id, name: "chat demo", attributes: chat },
    {
      ...base,
      kind: 1,
      id,
      parent: `${run}.r`,
      name: "agent.turn",
      ms: 500,
      attributes: {
        "turn.index": index,
        "agent.runner": "plan_execute",
        "agent.run_id": run,
        "gen_ai.agent.name": "plan_execute",
        ...model,
        ...usage,
        ...attributes,
      },
    },
  ];
}

/** The span of a run, which is written last. */
export function root(
  run: string,
  runner = "plan_execute",
  trace = run,
): SpanInit {
  return {
    trace,
    id: `${run}.r`,
    name: "agent.run",
    ms: 9000,
    attributes: {
      "agent.runner": runner,
      "agent.run_id": run,
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": runner,
    },
  };
}

/** What the third turn of {@linkcode bigRun} says of its growth. */
export const GROWN = {
  "turn.prompt.delta_tokens": 13_980,
  "turn.prompt.grew_by": "iot/history",
  "turn.prompt.grew_by_bytes": 41_200,
  "turn.prompt.bytes.instructions": 900,
  "turn.prompt.bytes.tools": 3100,
  "turn.prompt.bytes.messages": 1000,
  "turn.prompt.bytes.results": 41_900,
};

/** The attributes of a ledger, of a turn or (`agent`) of a run. */
export function ledger(
  tokens: Readonly<Record<string, number>>,
  of: "turn" | "agent" = "turn",
): Record<string, Value> {
  return {
    [`${of}.prompt.sources`]: Object.keys(tokens),
    [`${of}.prompt.source_tokens`]: Object.values(tokens),
  };
}

/** A run of three turns, the last of which is large. */
export function bigRun(run = "run-a"): SpanInit[] {
  return [
    ...turn(run, 1, 1000),
    ...turn(run, 2, 1234, { "turn.prompt.delta_tokens": 234 }),
    ...turn(run, 3, 15_214, GROWN),
    root(run),
  ];
}

/** A folder that goes away at the end of the block, and a way to fill it. */
export class TestFolder implements Disposable {
  readonly path = Deno.makeTempDirSync();

  write(name: string, text: string): string {
    const path = `${this.path}/${name}`;
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(path, text);
    return path;
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** The command's surroundings, with what it printed. */
export interface TestIo extends TurnsIo {
  stdout: string;
  stderr: string;
}

/** Surroundings without a terminal. */
export function testIo(
  folder: string,
  init: { env?: Record<string, string>; columns?: number; color?: boolean } =
    {},
): TestIo {
  const { env = {}, columns, color = false } = init;
  const io: TestIo = {
    stdout: "",
    stderr: "",
    folder,
    color,
    ...(columns !== undefined && { columns }),
    env: (name) => env[name],
    now: () => EPOCH + 3_600_000,
    out: (text) => Promise.resolve(void (io.stdout += text)),
    err: (text) => Promise.resolve(void (io.stderr += text)),
  };
  return io;
}
