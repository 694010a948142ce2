import type {
  Calculation,
  Filter,
  Having,
  Order,
  QuerySpec,
} from "../../../cli/honeycomb/query_spec.ts";
import type { AttributeValue, Span } from "../../../turns/source/span.ts";
import type { Result, Rows, SeriesResult } from "../result.ts";
import { calculate } from "./_calculate.ts";
import { calculationName } from "./calculation_name.ts";
import { cell } from "./cell.ts";

/** Groups that are returned where the query sets no limit. */
const DEFAULT_LIMIT = 100;

/** What is asked for besides the query. */
export interface EvaluateOptions {
  /**
   * Splits the time from the first span to the last into so many steps, and
   * returns a series a group and calculation. Unless given, the table of results
   * is returned: a row a group.
   */
  readonly steps?: number;
}

/** Spans of one group. */
interface Group {
  /** What they have in common; a column that they do not have is left out. */
  readonly labels: Readonly<Record<string, AttributeValue>>;
  readonly spans: readonly Span[];
  /** Its calculations, by {@linkcode calculationName}. */
  readonly values: Readonly<Record<string, number>>;
}

/**
 * Answers a query of the board over spans, as far as the board uses Honeycomb's
 * query language. The time is all that the spans have: `time_range` is not
 * looked at. Percentiles are exact, which Honeycomb's are not.
 *
 * @param query The query.
 * @param spans The spans of all datasets.
 * @param options Whether a table or series are returned.
 * @returns The table of results, or one series a group and calculation.
 */
export function evaluate(
  query: QuerySpec,
  spans: readonly Span[],
  { steps }: EvaluateOptions = {},
): Result {
  const found = groups(query, spans)
    .filter(({ values }) =>
      query.havings?.every((one) => kept(values, one)) ?? true
    )
    .toSorted((a, b) => compared(a, b, query.orders ?? []))
    .slice(0, query.limit ?? DEFAULT_LIMIT);
  return steps === undefined
    ? table(query, found)
    : series(query, found, spans, steps);
}

function groups(query: QuerySpec, spans: readonly Span[]): Group[] {
  const { breakdowns = [], calculations, filters } = query;
  const found = new Map<string, Span[]>();
  for (const span of spans) {
    if (!filters.every((filter) => passes(span, filter))) continue;
    const key = JSON.stringify(
      breakdowns.map((name) => cell(span, name) ?? null),
    );
    found.set(key, [...found.get(key) ?? [], span]);
  }
  return [...found.values()].map((of) => ({
    labels: defined(breakdowns.map((name) => [name, cell(of[0]!, name)])),
    spans: of,
    values: defined(
      calculations.map((one) => [calculationName(one), calculate(one, of)]),
    ),
  }));
}

function defined<T>(
  entries: readonly (readonly [string, T | undefined])[],
): Record<string, T> {
  return Object.fromEntries(
    entries.filter((entry): entry is readonly [string, T] =>
      entry[1] !== undefined
    ),
  );
}

/**
 * A column that a span does not have passes no comparison. Of `!=` Honeycomb
 * does not document that: the queries ask it only of what every such span has.
 */
function passes(span: Span, { column, op, value }: Filter): boolean {
  const held = cell(span, column);
  if (op === "exists") return held !== undefined;
  if (op === "does-not-exist") return held === undefined;
  if (held === undefined || value === undefined) return false;
  if (op === "=") return held === value;
  if (op === "!=") return held !== value;
  if (op === "in") {
    return Array.isArray(value) && value.includes(held);
  }
  if (typeof held !== "number" || typeof value !== "number") return false;
  return op === ">" ? held > value : held >= value;
}

function kept(
  values: Readonly<Record<string, number>>,
  { calculate_op, column, op, value }: Having,
): boolean {
  const name = calculationName({
    op: calculate_op,
    ...(column !== undefined && { column }),
  });
  const held = values[name] ?? -Infinity;
  return op === ">" ? held > value : held >= value;
}

/** What is not there comes last, in whatever direction. */
function compared(a: Group, b: Group, orders: readonly Order[]): number {
  for (const { op, column, order } of orders) {
    const of = ({ labels, values }: Group) =>
      op === undefined ? labels[column ?? ""] : values[
        calculationName({ op, ...(column !== undefined && { column }) })
      ];
    const [first, second] = [of(a), of(b)];
    if (first === second) continue;
    if (first === undefined) return 1;
    if (second === undefined) return -1;
    const sign = first < second ? -1 : 1;
    return order === "ascending" ? sign : -sign;
  }
  return 0;
}

function table(query: QuerySpec, found: readonly Group[]): Rows {
  return {
    kind: "rows",
    columns: [
      ...query.breakdowns ?? [],
      ...query.calculations.map(calculationName),
    ],
    rows: found.map(({ labels, values }) => ({ ...labels, ...values })),
  };
}

function series(
  query: QuerySpec,
  found: readonly Group[],
  all: readonly Span[],
  steps: number,
): SeriesResult {
  const start = all.reduce(
    (least, one) => Math.min(least, one.startMs),
    Infinity,
  );
  const end = all.reduce((most, one) => Math.max(most, one.startMs), -Infinity);
  const length = (end - start) / steps || 1;
  const stepOf = ({ startMs }: Span) =>
    Math.min(steps - 1, Math.floor((startMs - start) / length));
  return {
    kind: "series",
    series: found.flatMap(({ labels, spans }) =>
      query.calculations.flatMap((calculation) =>
        parts(calculation, spans).map(({ label, of }) => ({
          labels: {
            ...Object.fromEntries(
              Object.entries(labels).map(([name, one]) => [name, `${one}`]),
            ),
            ...label,
          },
          values: Array.from({ length: steps }, (_, step) =>
            calculate(
              calculation,
              of.filter((span) => stepOf(span) === step),
            )),
        }))
      )
    ),
  };
}

/** A heatmap is a series a class of sizes: how many spans are in it. */
function parts(
  calculation: Calculation,
  spans: readonly Span[],
): { label: Record<string, string>; of: readonly Span[] }[] {
  const { op, column = "" } = calculation;
  if (op !== "HEATMAP") {
    return [{
      label: { calculation: calculationName(calculation) },
      of: spans,
    }];
  }
  const classes = Map.groupBy(
    spans.filter((span) => typeof cell(span, column) === "number"),
    (span) =>
      2 ** Math.ceil(Math.log2(Math.max(1, Number(cell(span, column))))),
  );
  return [...classes].toSorted(([a], [b]) => a - b).map(([most, of]) => ({
    label: { "at most": `${most}` },
    of,
  }));
}
