import { evaluate } from "../../../../scripts/dashboards/honeycomb/evaluate.ts";
import { PANELS } from "../../../../scripts/dashboards/honeycomb/panels.ts";
import type { Rows } from "../../../../scripts/dashboards/result.ts";
import type { Span } from "../../../../turns/source/span.ts";

/** Columns whose values are other ones in each recording, or too long to read. */
const LEFT_OUT =
  /^(agent\.run_id|trace\.|agent\.prompt\.source)|duration_ms|time_to_first/;

/** The table of results of a panel's query. */
export function rowsOf(title: string, spans: readonly Span[]): Rows {
  const panel = PANELS.find((panel) => panel.title === title);
  if (panel === undefined) throw new TypeError(`No panel is called "${title}"`);
  const result = evaluate(panel.query, spans);
  if (result.kind !== "rows") throw new TypeError("Not a table");
  return result;
}

/** The rows as lines, a cell that is not there as `-`. */
export function lines({ columns, rows }: Rows): string[] {
  const shown = columns.filter((name) => !LEFT_OUT.test(name));
  return rows.map((row) =>
    shown.map((name) => {
      const value = row[name] ?? "-";
      return typeof value === "number" ? Number(value.toPrecision(6)) : value;
    }).join(" | ")
  );
}
