import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { AgentResult } from "../../runners/shared/agent_result.ts";
import {
  compareTimes,
  type RecordedSpan,
  spanForest,
  type SpanNode,
} from "../../testing/mod.ts";

/**
 * Asserts that a result and a trace tell the same story: the same turns and
 * calls in the same order, with the same tokens, sizes, failures and times.
 */
export function assertTrajectory(
  result: AgentResult,
  spans: readonly RecordedSpan[],
): void {
  const root = spanForest(spans).find(({ span }) => span.name === "agent.run")!;
  const { attributes } = root.span;
  assertEquals(result.traceId, root.span.spanContext().traceId);
  assertEquals(result.runId, attributes["agent.run_id"]);
  assertEquals(result.runner, attributes["agent.runner"]);
  assertEquals(result.scenarioId, attributes["agent.scenario_id"]);
  assertEquals(result.error?.type, attributes["error.type"]);
  assertEquals([...result.answer].length, attributes["agent.answer.length"]);
  assertEquals(result.durationMs, attributes["agent.duration_ms"]);
  assertEquals(
    result.usage.inputTokens,
    attributes["agent.usage.input_tokens"],
  );
  assertEquals(
    result.usage.outputTokens,
    attributes["agent.usage.output_tokens"],
  );
  assertEquals<unknown>(
    result.promptSources ?? [],
    sourcesOf(attributes, "agent.prompt"),
  );
  const turns = turnsIn(root, {})
    .toSorted((a, b) => compareTimes(a.span.startTime, b.span.startTime));
  assertEquals<unknown>(
    known(
      result.trajectory.turns.map(({ durationMs: _, text: __, ...turn }) => ({
        ...turn,
        error: turn.error?.type,
        prompt: turn.prompt,
        usage: turn.usage?.inputTokens,
        toolCalls: turn.toolCalls.map((call) => ({
          name: call.name,
          server: call.server,
          callId: call.callId,
          error: call.error?.type,
          size:
            call.error?.type === "cancelled" || call.error?.type === "not_run"
              ? undefined
              : new TextEncoder().encode(call.output).length,
        })),
      })),
    ),
    known(turns.map(({ told }) => told)),
  );
  for (const [place, turn] of result.trajectory.turns.entries()) {
    const { durationMs } = turn;
    // What a command prints is rounded.
    const tolerance = Number.isInteger(durationMs) ? 0.51 : 0.01;
    assertAlmostEquals(durationMs, duration(turns[place]!.span), tolerance);
  }
}

/** A value without what is `undefined` in it. */
function known(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Where an agent is: nothing for the run's own. */
interface Place {
  readonly depth?: unknown;
  readonly parentCallId?: unknown;
}

/** Every turn, with what the trajectory has to say of it. */
function turnsIn(
  { span, children }: SpanNode,
  place: Place,
): { readonly span: RecordedSpan; readonly told: unknown }[] {
  const { attributes } = span;
  const callId = attributes["gen_ai.tool.call.id"];
  const inside: Place = span.name === "tool.call"
    ? { ...place, parentCallId: callId }
    : span.name === "agent.invoke"
    ? { ...place, depth: attributes["agent.depth"] }
    : place;
  return [
    ...(span.name === "agent.turn"
      ? [{ span, told: turnOf({ span, children }, place) }]
      : []),
    ...children.flatMap((child) => turnsIn(child, inside)),
  ];
}

function promptOf({ span: { attributes }, children }: SpanNode) {
  const basis = attributes["turn.prompt.tokens_basis"];
  if (basis === undefined) return undefined;
  const chat = children.find(({ span }) => span.name.startsWith("chat "))!.span;
  return {
    tokens: chat.attributes["gen_ai.usage.input_tokens"],
    sources: sourcesOf(attributes, "turn.prompt"),
    basis,
    grewBy: attributes["turn.prompt.grew_by"],
  };
}

/** Two lists on a span, as one. */
function sourcesOf(
  attributes: RecordedSpan["attributes"],
  prefix: string,
): unknown[] {
  const tokens = attributes[`${prefix}.source_tokens`] as number[] ?? [];
  const sources = attributes[`${prefix}.sources`] as string[] ?? [];
  return sources.map((source, place) => ({ source, tokens: tokens[place] }));
}

function turnOf({ span, children }: SpanNode, place: Place) {
  const { attributes } = span;
  return {
    index: attributes["turn.index"],
    agent: attributes["gen_ai.agent.name"],
    depth: 0,
    ...place,
    phase: attributes["turn.phase"],
    error: attributes["error.type"],
    prompt: promptOf({ span, children }),
    usage: attributes["gen_ai.usage.input_tokens"],
    toolCalls: children.filter(({ span }) => span.name === "tool.call").map((
      { span: { attributes } },
    ) => ({
      name: attributes["tool.name"],
      server: attributes["tool.server"],
      callId: attributes["gen_ai.tool.call.id"],
      error: attributes["error.type"],
      size: attributes["tool.result.size"],
    })),
  };
}

function duration({ startTime, endTime }: RecordedSpan): number {
  return compareTimes(endTime, startTime);
}
