import { evaluate } from "../../../../scripts/dashboards/traceql/evaluate.ts";
import type { Span } from "../../../../turns/source/span.ts";

/** A rule, as far as it says when it fires. */
export interface Rule {
  readonly uid: string;
  readonly condition: string;
  readonly data: readonly {
    readonly refId: string;
    readonly relativeTimeRange: { readonly from: number; readonly to: number };
    readonly model: {
      readonly query?: string;
      readonly type?: string;
      readonly expression?: string;
      readonly reducer?: string;
      readonly conditions?: readonly {
        readonly evaluator: { readonly params: readonly number[] };
      }[];
    };
  }[];
}

/** The numbers of a query or an expression, by the labels of a series. */
type Numbers = ReadonlyMap<string, readonly number[]>;

/** The rules as they are committed. */
export function committedRules(): Rule[] {
  const path = "../../../../deploy/dashboards/grafana/alerts.json";
  const text = Deno.readTextFileSync(new URL(path, import.meta.url));
  const { groups } = JSON.parse(text) as { groups: { rules: Rule[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

/** The labels of the series that a rule fires for. */
export function firing(
  rule: Rule,
  spans: readonly Span[],
  now: number,
): string[] {
  const known = new Map<string, Numbers>();
  for (const { refId, relativeTimeRange: time, model } of rule.data) {
    const start = now - time.from * 1e3;
    const end = now - time.to * 1e3;
    known.set(
      refId,
      model.query === undefined
        ? expression(model, known)
        : asked(model.query, spans, { start, end, steps: 30 }),
    );
  }
  return [...known.get(rule.condition) ?? []]
    .filter(([, [fires]]) => fires !== 0).map(([labels]) => labels);
}

function asked(
  query: string,
  spans: readonly Span[],
  range: { readonly start: number; readonly end: number; steps: number },
): Numbers {
  const result = evaluate(query, spans, range);
  if (result.kind !== "series") throw new TypeError(`Not a metric: ${query}`);
  return new Map(result.series.map(({ labels, values }) => [
    Object.values(labels).join(" "),
    // What is not there is 0, as the rules have it.
    values.map((value) => value ?? 0),
  ]));
}

function expression(
  { type, expression = "", reducer, conditions }: Rule["data"][0]["model"],
  known: ReadonlyMap<string, Numbers>,
): Numbers {
  const of = [...known.get(expression) ?? []];
  const [limit = NaN] = conditions?.[0]?.evaluator.params ?? [];
  switch (type) {
    case "reduce":
      return new Map(of.map(([labels, values]) => [labels, [
        reducer === "max"
          ? Math.max(...values)
          : values.reduce((total, value) => total + value, 0),
      ]]));
    case "threshold":
      return new Map(
        of.map(([labels, [value = NaN]]) => [labels, [Number(value > limit)]]),
      );
    case "math":
      return calculated(expression, known);
  }
  throw new TypeError(`No such expression: ${type}`);
}

/** Series that have the same labels in all that the formula names. */
function calculated(
  formula: string,
  known: ReadonlyMap<string, Numbers>,
): Numbers {
  const names = [...formula.matchAll(/\$([A-Z])/g)].map(([, name = ""]) =>
    name
  );
  const [first, ...others] = names.map((name) => known.get(name)!);
  const labels = [...first!.keys()].filter((one) =>
    others.every((numbers) => numbers.has(one))
  );
  return new Map(labels.map((one) => {
    const text = formula.replaceAll(
      /\$([A-Z])/g,
      (_, name) => `${known.get(name)!.get(one)![0]}`,
    );
    // Numbers, comparisons and && mean the same in JavaScript.
    if (!/^[\d.\s()*<>=&]+$/.test(text)) throw new TypeError(text);
    return [one, [Number(new Function(`return ${text}`)())]];
  }));
}
