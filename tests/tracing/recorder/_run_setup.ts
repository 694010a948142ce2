import { assertRejects, assertStrictEquals } from "@std/assert";
import {
  anyInt,
  assertSpanTree,
  type ExpectedSpan,
  type SpanRecorder,
} from "../../../testing/mod.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import type { AgentRun } from "../../../tracing/recorder/types.ts";

/** The options of most runs in these tests. */
export const RUN = { runner: "mine", model: "gpt-5", runId: "run-1" } as const;

type Attributes = Readonly<Record<string, unknown>>;
type Children = readonly ExpectedSpan[];

/** A whole `agent.run` of {@linkcode RUN}, with every attribute that it has. */
export function run(attributes: Attributes, children: Children): ExpectedSpan {
  return {
    name: "agent.run",
    kind: "internal",
    status: "unset",
    events: [],
    attributes: {
      "agent.runner": "mine",
      "agent.run_id": "run-1",
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": "mine",
      "gen_ai.request.model": "gpt-5",
      "gen_ai.system": "openai",
      "gen_ai.provider.name": "openai",
      "agent.turns": 0,
      "agent.tool_calls": 0,
      "agent.answer.length": 0,
      "agent.duration_ms": anyInt,
      "agent.usage.input_tokens": 0,
      "agent.usage.output_tokens": 0,
      ...unknownSources(attributes["agent.usage.input_tokens"]),
      ...attributes,
    },
    children,
  };
}

/** What a run's input is of where no request was seen. */
export function unknownSources(tokens: unknown): Attributes {
  if (!tokens) return {};
  return {
    "agent.prompt.sources": ["unknown"],
    "agent.prompt.source_tokens": [tokens],
    "agent.prompt.top_source": "unknown",
    "agent.prompt.top_source_tokens": tokens,
  };
}

/** A whole `agent.turn` of {@linkcode RUN}; what is in it says so. */
export function turn(
  index: number,
  attributes: Attributes = {},
  children: Children = [],
): ExpectedSpan {
  const place = {
    "gen_ai.agent.name": attributes["gen_ai.agent.name"] ?? "mine",
    "turn.index": index,
  };
  return {
    name: "agent.turn",
    kind: "internal",
    status: "unset",
    events: [],
    attributes: {
      "turn.index": index,
      "agent.runner": "mine",
      "agent.run_id": "run-1",
      "gen_ai.agent.name": "mine",
      "gen_ai.request.model": "gpt-5",
      "turn.tool_calls": 0,
      ...attributes,
    },
    children: children.map((child) => ({
      ...child,
      attributes: { ...place, ...child.attributes },
    })),
  };
}

/** A whole `chat` of {@linkcode RUN}. */
export function chat(
  attributes: Attributes = {},
  children: Children = [],
  model = "gpt-5",
): ExpectedSpan {
  return {
    name: `chat ${model}`,
    kind: "client",
    status: "unset",
    events: [],
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.system": "openai",
      "gen_ai.request.model": model,
      ...attributes,
    },
    children,
  };
}

/** A whole `tool.call` of a tool in this process. */
export function tool(
  name: string,
  attributes: Attributes = {},
  children: Children = [],
): ExpectedSpan {
  const { "tool.server": server = "local" } = attributes;
  return {
    name: "tool.call",
    kind: server === "local" ? "internal" : "client",
    status: "unset",
    events: [],
    attributes: {
      "tool.name": name,
      "tool.server": server,
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": name,
      "gen_ai.tool.type": "function",
      ...attributes,
    },
    children,
  };
}

/** A whole `agent.invoke`. */
export function invoke(
  name: string,
  depth: number,
  children: Children = [],
  attributes: Attributes = {},
): ExpectedSpan {
  return {
    name: "agent.invoke",
    kind: "internal",
    status: "unset",
    events: [],
    attributes: {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": name,
      "agent.depth": depth,
      ...attributes,
    },
    children,
  };
}

/** The same span, failed: by something thrown, unless told that it was not. */
export function failed(
  span: ExpectedSpan,
  type: string,
  thrown = true,
): ExpectedSpan {
  return {
    ...span,
    status: "error",
    events: thrown ? ["exception"] : [],
    attributes: { ...span.attributes, "error.type": type },
  };
}

/** Asserts a tree made only of the recorder's spans: nothing else on them. */
export function assertWhole(
  recorder: SpanRecorder,
  expected: ExpectedSpan | readonly ExpectedSpan[],
): void {
  assertSpanTree(recorder, expected, { exact: true, toleranceMs: 0 });
}

/** A promise that another task settles. */
export function gate(): PromiseWithResolvers<void> {
  return Promise.withResolvers<void>();
}

/**
 * Sets variables of the environment for a while, as this file's code sees it:
 * the process's own is shared with the tests that run beside this one.
 */
export function withEnv(values: Readonly<Record<string, string>>): Disposable {
  const { get, toObject } = Deno.env;
  Deno.env.get = (name) => values[name] ?? get.call(Deno.env, name);
  Deno.env.toObject = () => ({ ...toObject.call(Deno.env), ...values });
  return {
    [Symbol.dispose]() {
      Deno.env.get = get;
      Deno.env.toObject = toObject;
    },
  };
}

/** Turns content capture on for a while. */
export function capturing(value = "true"): Disposable {
  return withEnv({
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: value,
  });
}

/** Everything that a backend would be sent of the spans, as one text. */
export function exportedText({ spans }: SpanRecorder): string {
  return spans.map(({ name, attributes, status, events }) =>
    JSON.stringify([name, attributes, status, events])
  ).join("\n");
}

/** Runs what throws, and gives back the run. */
export async function failing(
  thrown: unknown,
  fn: (agentRun: AgentRun) => unknown,
): Promise<AgentRun> {
  let started: AgentRun | undefined;
  const reason = await assertRejects(() =>
    traceRun(RUN, (agentRun) => {
      started = agentRun;
      return fn(agentRun);
    })
  );
  assertStrictEquals(reason, thrown);
  return started!;
}
