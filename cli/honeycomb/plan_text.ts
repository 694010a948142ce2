import type { Dashboard, Trigger } from "./dashboard.ts";
import { type LinkTarget, queryLink } from "./query_link.ts";

/**
 * Writes what would be created, with a link to each query.
 *
 * @param dashboard What would be.
 * @param target Whose data the links open.
 * @returns The text.
 */
export function planText(
  { board, triggers }: Dashboard,
  target: LinkTarget,
): string {
  const count = board.panels.filter(({ type }) => type === "query").length;
  const panels = board.panels.flatMap((panel) =>
    panel.type === "text"
      ? ["", panel.text_panel.content.replace(/^#+ /, "")]
      : [`  ${panel.name}`, `    ${queryLink(target, panel.query)}`]
  );
  return [
    `Board "${board.name}", with ${count} queries:`,
    ...panels,
    "",
    `${triggers.length} triggers, with --triggers:`,
    ...triggers.map((trigger) => `  ${trigger.name}: ${condition(trigger)}`),
  ].join("\n");
}

function condition(trigger: Trigger): string {
  const { query, threshold, frequency, baseline_details: baseline } = trigger;
  const [{ op, column } = { op: "COUNT" }] = query.calculations;
  const name = column === undefined ? op : `${op}(${column})`;
  const limit = baseline === undefined
    ? threshold.value
    : `${threshold.value} % more than ${baseline.offset_minutes / 60} h before`;
  return `${name} ${threshold.op} ${limit}, every ${frequency / 60} minutes`;
}
