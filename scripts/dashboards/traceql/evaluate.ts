import type { AttributeValue, Span } from "../../../turns/source/span.ts";
import type { Result, Rows } from "../result.ts";
import { secondsOf } from "./_field.ts";
import { parseQuery } from "./_node.ts";
import { type Plan, planOf } from "./_plan.ts";
import { type Range, seriesOf, topOf } from "./_series.ts";
import { type Trace, tracesOf } from "./_trace.ts";
import { cellOf } from "./_value.ts";

/** Options for {@linkcode evaluate}. */
export interface EvaluateOptions {
  /** What stands for `$name` and `${name}` in the query. */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * Spans that start before it are left out; milliseconds since 1970.
   *
   * @default {the first start}
   */
  readonly start?: number;
  /**
   * Spans that start after it are left out; milliseconds since 1970.
   *
   * @default {the last start}
   */
  readonly end?: number;
  /**
   * How many numbers a series has, one for each part of the time.
   *
   * @default {1}
   */
  readonly steps?: number;
  /**
   * How many traces a search returns, the newest.
   *
   * @default {Infinity}
   */
  readonly limit?: number;
}

/** Columns that every search has, before those that it selects. */
const COLUMNS = ["traceId", "spanId", "name", "start", "duration"];

/**
 * Evaluates a query of a dashboard over exported spans.
 *
 * It is no TraceQL engine: it does what the panels use, as Tempo documents it,
 * and refuses everything else. From "Construct a TraceQL query": a query looks
 * at one trace at a time; a structural operator returns spans of its right
 * side, with an `&` of both; regular expressions are anchored at both ends; a
 * list matches `=` by one item and `!=` by all. From "TraceQL metrics
 * functions": `topk` is decided at each step. From Tempo's changes: `by` of a
 * search keeps spans without the attribute as a group (issue 2498), and a
 * metric counts them in a series without that label (pull request 3440).
 * Histograms have the next power of two as `__bucket`, and like quantiles they
 * look at durations and whole numbers only (pull request 3644).
 *
 * It differs in two things: a quantile is the exact one, where Tempo estimates
 * it from those buckets, and `status` is `error` or not, as a span that was
 * read says no more. A trace id by itself returns the spans of that trace, as
 * Grafana has it. Durations are in seconds, starts in milliseconds since 1970.
 *
 * @example Prompt tokens by runner
 * ```ts ignore
 * const result = evaluate(
 *   `{ name = "agent.turn" } | sum_over_time(span.gen_ai.usage.input_tokens) by (span.agent.runner)`,
 *   spans,
 * );
 * ```
 *
 * @param query The query, with Grafana's variables in it or not.
 * @param spans The spans that are asked, of any number of traces.
 * @param options Additional options.
 * @returns The rows of a search, or the series of a metric.
 * @throws {SyntaxError} If it does not parse, or is not in the subset.
 */
export function evaluate(
  query: string,
  spans: readonly Span[],
  options: EvaluateOptions = {},
): Result {
  const text = filledIn(query, options.variables ?? {});
  const starts = spans.map(({ startMs }) => startMs);
  const {
    start = Math.min(...starts),
    end = Math.max(...starts),
    steps = 1,
    limit = Infinity,
  } = options;
  const traces = tracesOf(spans);
  if (/^[0-9a-f]{16,32}$/.test(text)) return wholeTrace(text, traces);
  const plan = planOf(parseQuery(text));
  const found = ask(plan, traces, { start, end, steps });
  if (plan.metric === undefined) return rowsOf(found.slice(0, limit), plan);
  const series = seriesOf(found.flat(), plan.metric, { start, end, steps });
  return {
    kind: "series",
    series: plan.top === undefined
      ? series
      : topOf(series, plan.top.k, plan.top.largest),
  };
}

function filledIn(
  query: string,
  variables: Readonly<Record<string, string>>,
): string {
  return query.replaceAll(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (text, bare, braced) => {
      const value = variables[bare ?? braced];
      if (value !== undefined) return value;
      throw new SyntaxError(
        `Cannot evaluate "${query}": nothing stands for ${text}`,
      );
    },
  );
}

/** The spans that are left of each trace; traces of none are left out. */
function ask(
  { find, stages }: Plan,
  traces: readonly Trace[],
  { start, end }: Range,
): Span[][] {
  return traces.map((trace) => {
    const found = find(trace)
      .filter(({ startMs }) => startMs >= start && startMs <= end);
    const spansets = stages.reduce(
      (sets, stage) => sets.flatMap(stage).filter(({ length }) => length > 0),
      [found as readonly Span[]],
    );
    return spansets.flat();
  }).filter(({ length }) => length > 0);
}

function wholeTrace(id: string, traces: readonly Trace[]): Rows {
  const found = traces.filter((trace) => trace.id === id);
  return rowsOf(found.map(({ spans }) => spans), { columns: [] });
}

function rowsOf(
  found: readonly (readonly Span[])[],
  { columns }: Pick<Plan, "columns">,
): Rows {
  return {
    kind: "rows",
    columns: [
      ...new Set([...COLUMNS, ...columns.map(({ column }) => column)]),
    ],
    rows: found.flat().map((span) => {
      const row: Record<string, AttributeValue> = {
        traceId: span.traceId,
        spanId: span.spanId,
        name: span.name,
        start: span.startMs,
        duration: secondsOf(span),
      };
      for (const { column, read } of columns) {
        const cell = cellOf(read(span));
        if (cell !== undefined) row[column] = cell;
      }
      return row;
    }),
  };
}
