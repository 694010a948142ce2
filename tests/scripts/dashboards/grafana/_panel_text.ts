import type { Panel } from "../../../../scripts/dashboards/grafana/panel.ts";
import type { Result } from "../../../../scripts/dashboards/result.ts";
import { evaluate } from "../../../../scripts/dashboards/traceql/evaluate.ts";
import type { Span } from "../../../../turns/source/span.ts";

/** What the panels are asked with. */
export interface PanelOptions {
  readonly variables: Readonly<Record<string, string>>;
  /** Whether times are the same each time: a recorded trace's are. */
  readonly times: boolean;
}

/** Ids and times, which every row has. */
const OF_EVERY_ROW = new Set([
  "traceId",
  "spanId",
  "name",
  "start",
  "duration",
]);

/** What panels return, as a person would write it down. */
export function panelText(
  panels: readonly Panel[],
  spans: readonly Span[],
  options: PanelOptions,
): string {
  return panels.flatMap((panel) => [
    `## ${panel.title}`,
    ...panel.targets.flatMap(({ query, legend }) => [
      ...(legend === undefined ? [] : [`${legend}:`]),
      ...lines(evaluate(query, spans, options), panel, options),
    ]),
    "",
  ]).join("\n");
}

/** A number without the last digits, which depend on the order of a sum. */
export function rounded(value: number): number {
  return Number(value.toPrecision(9));
}

function lines(
  result: Result,
  panel: Panel,
  { times }: PanelOptions,
): string[] {
  // Nor is it the same each time which tools took no time that can be measured.
  if (panel.unit === "s" && !times) return ["(differs from run to run)"];
  if (result.kind === "series") {
    return result.series.map(({ labels, values }) => {
      const named = Object.entries(labels).map(([name, is]) => `${name}=${is}`);
      const numbers = values.map((value) => rounded(Number(value)));
      return `${named.join(", ") || "all"}: ${numbers.join(" ")}`;
    });
  }
  if (panel.draw === "trace") {
    const names = Map.groupBy(result.rows, ({ name }) => `${name}`);
    return [...names].map(([name, { length }]) => `${name}: ${length}`).sort();
  }
  const columns = result.columns.filter((column) => !OF_EVERY_ROW.has(column));
  return [
    columns.join(" | "),
    ...result.rows.map((row) =>
      columns.map((column) => row[column] ?? "-").join(" | ")
    ),
  ];
}
