import { assertEquals } from "@std/assert";
import {
  compareTimes,
  type RecordedSpan,
  spanForest,
  type SpanNode,
} from "../../../testing/mod.ts";
import type { AgentRun } from "../../../tracing/recorder/types.ts";

/** A turn as both tell it. */
interface Told {
  readonly index: unknown;
  readonly agent: unknown;
  readonly depth: number;
  readonly parentCallId: unknown;
  readonly phase: unknown;
  readonly input: unknown;
  readonly output: unknown;
  readonly durationMs: number;
  readonly error: unknown;
  readonly calls: readonly unknown[];
}

/** Asserts that a run's trajectory and its trace tell the same. */
export function assertSameStory(
  agentRun: AgentRun,
  spans: readonly RecordedSpan[],
): void {
  const [root, ...others] = spanForest(
    spans.filter((span) => span.spanContext().traceId === agentRun.traceId),
  );
  assertEquals(others.length, 0);
  assertEquals(fromTrajectory(agentRun), turnsIn(root!));
  const { attributes } = root!.span;
  const { turns } = agentRun.trajectory;
  assertEquals(attributes["agent.run_id"], agentRun.runId);
  assertEquals(attributes["agent.turns"], turns.length);
  assertEquals(
    attributes["agent.tool_calls"],
    turns.flatMap(({ toolCalls }) => toolCalls).length,
  );
  assertEquals(
    attributes["agent.usage.input_tokens"],
    agentRun.usage.inputTokens ?? 0,
  );
  assertEquals(attributes["error.type"], agentRun.error?.type);
}

function fromTrajectory({ trajectory }: AgentRun): Told[] {
  return trajectory.turns.map((turn): Told => ({
    index: turn.index,
    agent: turn.agent,
    depth: turn.depth,
    parentCallId: turn.parentCallId,
    phase: turn.phase,
    input: turn.usage?.inputTokens,
    output: turn.usage?.outputTokens,
    durationMs: rounded(turn.durationMs),
    error: turn.error?.type,
    calls: turn.toolCalls.map((call) => [
      call.name,
      call.server,
      call.callId,
      new TextEncoder().encode(call.output).length,
      rounded(call.durationMs),
      call.error?.type,
    ]),
  }));
}

function turnsIn(root: SpanNode): Told[] {
  const turns: { readonly node: SpanNode; readonly told: Told }[] = [];
  const walk = (node: SpanNode, depth: number, callId: unknown): void => {
    const { span, children } = node;
    if (span.name === "agent.turn") {
      turns.push({ node, told: toldBy(node, depth, callId) });
    }
    const inside = span.name === "agent.invoke" ? depth + 1 : depth;
    const id = span.attributes["gen_ai.tool.call.id"];
    for (const child of children) {
      walk(child, inside, span.name === "tool.call" ? id : callId);
    }
  };
  walk(root, 0, undefined);
  return turns.toSorted((a, b) =>
    compareTimes(a.node.span.startTime, b.node.span.startTime)
  ).map(({ told }) => told);
}

function toldBy({ span, children }: SpanNode, depth: number, callId: unknown) {
  const { attributes } = span;
  return {
    index: attributes["turn.index"],
    agent: attributes["gen_ai.agent.name"],
    depth,
    parentCallId: callId,
    phase: attributes["turn.phase"],
    input: attributes["gen_ai.usage.input_tokens"],
    output: attributes["gen_ai.usage.output_tokens"],
    durationMs: durationOf(span),
    error: attributes["error.type"],
    calls: children.filter(({ span }) => span.name === "tool.call").map((
      { span },
    ) => [
      span.attributes["tool.name"],
      span.attributes["tool.server"],
      span.attributes["gen_ai.tool.call.id"],
      span.attributes["tool.result.size"] ?? 0,
      durationOf(span),
      span.attributes["error.type"],
    ]),
  };
}

function durationOf({ startTime, endTime }: RecordedSpan): number {
  return rounded(compareTimes(endTime, startTime));
}

/** To 10 microseconds: a span's times are rounded one by one. */
function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
