import { scopes } from "../../../tracing/base/scopes.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import type { ChatOptions } from "../../../tracing/recorder/options.ts";
import type { AgentRun } from "../../../tracing/recorder/types.ts";
import { RUN } from "./_run_setup.ts";

const PROMPT = /^turn\.prompt\.(?=bytes\.|grew_by)/;

/** What each turn says of its prompt, by the last word of its attributes. */
export async function prompts(
  fn: (agentRun: AgentRun) => unknown,
): Promise<Record<string, unknown>[]> {
  using recorder = new SpanRecorder();
  await traceRun(RUN, fn);
  return recorder.spans.filter(({ name }) => name === "agent.turn").map((
    { attributes },
  ) =>
    Object.fromEntries(
      Object.entries(attributes).filter(([key]) => PROMPT.test(key)).map((
        [key, value],
      ) => [key.replace(PROMPT, ""), value]),
    )
  );
}

/** A model call whose body is seen on the wire. */
export function send(
  agentRun: AgentRun,
  body: unknown,
  options: ChatOptions = {},
): void {
  const call = agentRun.startChat(options);
  call.in(() =>
    scopes.getStore()?.http.requestBody?.(
      typeof body === "string" ? body : JSON.stringify(body),
    )
  );
  call.response({});
  call.end();
}

/** The four sizes of a prompt, as a turn tells them. */
export function sizes(
  instructions: number,
  tools: number,
  messages: number,
  results: number,
): Record<string, number> {
  return {
    "bytes.instructions": instructions,
    "bytes.tools": tools,
    "bytes.messages": messages,
    "bytes.results": results,
  };
}

/** The growth of a prompt, as a turn tells it. */
export function grew(source: string, bytes: number): Record<string, unknown> {
  return { grew_by: source, grew_by_bytes: bytes };
}

/** Runs a tool in the open turn. */
export function ran(
  agentRun: AgentRun,
  server: string,
  name: string,
  id: string,
): void {
  agentRun.currentTurn?.startTool({ server, name, callId: id }).end();
}
