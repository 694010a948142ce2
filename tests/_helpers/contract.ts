import { AssertionError } from "@std/assert";
import {
  compareTimes,
  drawSpanTree,
  kindOf,
  type RecordedSpan,
  spanForest,
  type SpanKindName,
  type SpanNode,
  statusOf,
} from "../../testing/mod.ts";
import { attributeFaults, type SpanRole } from "./_contract_attributes.ts";
import { totalFaults } from "./_contract_totals.ts";

/** Where each kind of span may be; `undefined` is the top of a trace. */
const PARENTS: Readonly<Record<SpanRole, readonly (SpanRole | undefined)[]>> = {
  "agent.run": [undefined],
  "agent.invoke": ["tool.call"],
  "agent.turn": ["agent.run", "agent.invoke"],
  "chat": ["agent.turn"],
  "tool.call": ["agent.turn"],
  "tools/list": ["agent.run"],
  "http": ["chat", "tool.call", "tools/list", "agent.run", "agent.invoke"],
};

const HTTP_METHOD = /^(GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS)$/;

/**
 * Asserts what holds for every trace, whatever the agent did: which spans
 * there are and where, their kinds, attributes and types, what a failure looks
 * like, that a span lies in its parent, and that every sum is right.
 */
export function assertContract(spans: readonly RecordedSpan[]): void {
  const forest = spanForest(spans);
  const faults = [
    ...idFaults(spans),
    ...forest.flatMap((root) => nodeFaults(root, undefined)),
  ];
  if (faults.length === 0) return;
  const tree = drawSpanTree(spans, { kind: true, status: true });
  throw new AssertionError(`${faults.join("\n")}\n${tree}`);
}

/** Which kind of span it is; `undefined` for one that is in no contract. */
export function roleOf(
  { name, attributes }: RecordedSpan,
): SpanRole | undefined {
  if (HTTP_METHOD.test(name)) return "http";
  if (name === `chat ${attributes["gen_ai.request.model"]}`) return "chat";
  return Object.hasOwn(PARENTS, name) ? name as SpanRole : undefined;
}

function idFaults(spans: readonly RecordedSpan[]): string[] {
  const ids = spans.map((span) => span.spanContext());
  const unique = new Set(ids.map(({ spanId }) => spanId));
  return [
    ...(unique.size === ids.length ? [] : ["A span id is used twice"]),
    ...ids.flatMap(({ traceId, spanId }) =>
      /^[0-9a-f]{32}$/.test(traceId) && /^[0-9a-f]{16}$/.test(spanId)
        ? []
        : [`${traceId}/${spanId} is no id`]
    ),
  ];
}

function nodeFaults(node: SpanNode, parent: SpanNode | undefined): string[] {
  const { span, children } = node;
  const role = roleOf(span);
  if (role === undefined) return [`"${span.name}" is no name of the contract`];
  const inside = parent && roleOf(parent.span);
  const faults = [
    ...(PARENTS[role].includes(inside) ? [] : [`is under ${inside}`]),
    ...(kindOf(span) === kind(role, span) ? [] : [`is ${kindOf(span)}`]),
    ...attributeFaults(span, role),
    ...failureFaults(span),
    ...(parent === undefined ? [] : placeFaults(span, parent.span)),
    ...turnFaults(node),
    ...totalFaults(node),
  ];
  return [
    ...faults.map((fault) => `"${span.name}" ${fault}`),
    ...children.flatMap((child) => nodeFaults(child, node)),
  ];
}

function kind(role: SpanRole, { attributes }: RecordedSpan): SpanKindName {
  if (role === "tool.call") {
    return attributes["tool.server"] === "local" ? "internal" : "client";
  }
  return role.startsWith("agent.") ? "internal" : "client";
}

function failureFaults(span: RecordedSpan): string[] {
  const failed = statusOf(span) === "error";
  const exceptions = span.events.filter(({ name }) => name === "exception");
  const others = span.events.length - exceptions.length;
  const message = span.status.message ?? "";
  const answered = span.attributes["http.response.status_code"];
  const bytes = new TextEncoder().encode(message).length;
  return [
    ...(failed === ("error.type" in span.attributes) ? [] : [
      `is ${statusOf(span)} with error.type ${span.attributes["error.type"]}`,
    ]),
    ...(exceptions.length > (failed ? 1 : 0)
      ? [`has ${exceptions.length} exceptions and is ${statusOf(span)}`]
      : []),
    ...(others > 0 ? ["has an event that is no exception"] : []),
    ...(failed && message === "" ? ["failed without a message"] : []),
    ...(bytes > 1024 ? [`has a message of ${bytes} bytes`] : []),
    ...(Number(answered) >= 400 && exceptions.length > 0
      ? ["has an exception though a status came"]
      : []),
    ...(span.attributes["error.type"] === "tool_error" && exceptions.length > 0
      ? ["has an exception though the tool told"]
      : []),
  ];
}

function placeFaults(span: RecordedSpan, parent: RecordedSpan): string[] {
  const early = compareTimes(span.startTime, parent.startTime);
  const late = compareTimes(span.endTime, parent.endTime);
  return [
    ...(early < 0 ? [`starts ${-early} ms before "${parent.name}"`] : []),
    ...(late > 0 ? [`ends ${late} ms after "${parent.name}"`] : []),
    ...(compareTimes(span.endTime, span.startTime) < 0
      ? ["ends before it starts"]
      : []),
    ...(span.spanContext().traceId === parent.spanContext().traceId
      ? []
      : ["is in another trace"]),
  ];
}

/** The turns of an agent are numbered from 1 and come one after the other. */
function turnFaults({ children }: SpanNode): string[] {
  const turns = children.map(({ span }) => span)
    .filter(({ name }) => name === "agent.turn");
  return turns.flatMap((turn, place) => {
    const before = turns[place - 1];
    const overlap = before === undefined
      ? 0
      : compareTimes(before.endTime, turn.startTime);
    return [
      ...(turn.attributes["turn.index"] === place + 1
        ? []
        : [`has turn ${turn.attributes["turn.index"]} at place ${place + 1}`]),
      ...(overlap > 0 ? [`has turns that overlap by ${overlap} ms`] : []),
    ];
  });
}
