import type { Column } from "../../../cli/honeycomb/dashboard.ts";
import { board } from "./board.ts";
import { columnsOf } from "./columns.ts";
import { links } from "./links.ts";
import { PANELS } from "./panels.ts";
import { TRIGGERS } from "./triggers.ts";

const FOLDER = "deploy/dashboards/honeycomb";

/** What is written for it, by path. */
export function honeycombFiles(): Readonly<Record<string, string>> {
  return {
    [`${FOLDER}/board.json`]: json({ board: board(), columns: columns() }),
    [`${FOLDER}/triggers.json`]: json({ triggers: TRIGGERS }),
    [`${FOLDER}/links.md`]: links(),
  };
}

/** The columns of all queries, each once. */
function columns(): Column[] {
  const all = new Map<string, Column>();
  for (const { query } of [...PANELS, ...TRIGGERS]) {
    for (const column of columnsOf(query)) all.set(column.key_name, column);
  }
  return [...all.values()].toSorted((a, b) => a.key_name < b.key_name ? -1 : 1);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
