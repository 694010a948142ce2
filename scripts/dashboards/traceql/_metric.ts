import type { Span } from "../../../turns/source/span.ts";
import { type Field, fieldOf } from "./_field.ts";
import { literalOf } from "./_literal.ts";
import { type Node, onlyChild, refuse } from "./_node.ts";
import { reducerOf } from "./_stage.ts";
import { labelOf, numberIn, type Value } from "./_value.ts";

/** A number of some spans of one step, of `seconds`; none where there is none. */
export type Measure = (
  spans: readonly Span[],
  seconds: number,
) => number | undefined;

/** What a metrics function makes of the spans that a query finds. */
export interface Metric {
  /** The labels of the series that a span belongs to; none: it is left out. */
  readonly labelsOf: (span: Span) => Record<string, string> | undefined;
  /** One or more numbers of a series, each with labels of its own. */
  readonly measures: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly measure: Measure;
  }[];
}

/** A metrics function and its `by`. */
export function metricOf(node: Node): Metric {
  const call = onlyChild(node);
  const by = call.children.find(({ name }) => name === "GroupOperation");
  const fields = by?.children.map(fieldOf) ?? [];
  switch (call.name) {
    case "MetricsOperationBasic":
      return basic(call, fields);
    case "MetricsOverTime":
      return overTime(call, fields);
    case "MetricsOperationQuantile":
      return quantiles(call, fields);
    case "MetricsOperationHistogram":
      return histogram(call, fields);
  }
  refuse(
    call,
    "metrics are rate, count, min, max, avg, sum, quantile and histogram over time",
  );
}

function basic(node: Node, by: readonly Field[]): Metric {
  const measure: Measure = ({ length }, seconds) =>
    node.children[0]?.text === "rate" ? length / seconds : length;
  return { labelsOf: grouping(by), measures: [{ labels: {}, measure }] };
}

function overTime(node: Node, by: readonly Field[]): Metric {
  const [operation, operand] = node.children as [Node, Node];
  const { read } = fieldOf(operand);
  const reduce = reducerOf(operation);
  const measure: Measure = (spans) => {
    const numbers = spans.map(read).map(numberIn)
      .filter((value) => value !== undefined);
    return numbers.length === 0 ? undefined : reduce(numbers);
  };
  return { labelsOf: grouping(by), measures: [{ labels: {}, measure }] };
}

function quantiles(node: Node, by: readonly Field[]): Metric {
  const [operand, ...wanted] = node.children[0]?.children ?? [];
  if (operand === undefined) refuse(node, "it needs a field and a quantile");
  const { read } = fieldOf(operand);
  const measures = wanted.map((part) => {
    const quantile = numberIn(literalOf(onlyChild(part)));
    if (quantile === undefined) refuse(part, "a quantile is a number");
    const measure: Measure = (spans) => {
      const sorted = spans.map(read).filter((value) => isCounted(value))
        .map(numberIn).filter((value) => value !== undefined)
        .toSorted((a, b) => a - b);
      return sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)];
    };
    return { labels: { p: `${quantile}` }, measure };
  });
  return { labelsOf: grouping(by), measures };
}

function histogram(node: Node, by: readonly Field[]): Metric {
  const [operand] = node.children;
  if (operand === undefined) refuse(node, "it needs a field");
  const { read } = fieldOf(operand);
  const labelsOf = grouping(by);
  return {
    labelsOf: (span) => {
      const value = read(span);
      if (!isCounted(value)) return undefined;
      return { ...labelsOf(span), __bucket: `${bucketOf(value)}` };
    },
    measures: [{ labels: {}, measure: ({ length }) => length }],
  };
}

/** Durations and whole numbers from 2 on: Tempo leaves out all others. */
function isCounted(value: Value): boolean {
  const number = numberIn(value);
  if (number === undefined) return false;
  if (value.type === "duration") return number * 1e9 >= 2;
  return Number.isInteger(number) && number >= 2;
}

/** The next power of two: of nanoseconds, in seconds, where it is a duration. */
function bucketOf(value: Value): number {
  const unit = value.type === "duration" ? 1e9 : 1;
  const number = (numberIn(value) ?? 0) * unit;
  return 2 ** Math.ceil(Math.log2(number)) / unit;
}

/** What a span does not have is no label; the span counts all the same. */
function grouping(
  by: readonly Field[],
): (span: Span) => Record<string, string> {
  return (span) =>
    Object.fromEntries(
      by.map(({ label, read }) => [label, labelOf(read(span))] as const)
        .filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
}
