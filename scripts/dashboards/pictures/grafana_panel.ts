import type { Span } from "../../../turns/source/span.ts";
import { type Panel, VARIABLES } from "../grafana/panel.ts";
import { evaluate } from "../traceql/evaluate.ts";
import { askRecorded } from "./ask_recorded.ts";
import { drawNone } from "./draw_none.ts";
import { drawResults } from "./draw_results.ts";
import type { PanelDrawing } from "./panel_drawing.ts";
import { shownRun } from "./shown_run.ts";
import { stepsOf } from "./steps_of.ts";
import { valueText } from "./value_text.ts";

/** What the boxes at the top hold where the demo is too small for their first values. */
const SHOWN = { max_turns: "10", repeats: "2" };

/**
 * Evaluates a panel of Grafana's dashboard over recorded traces, to draw it.
 *
 * @param panel The panel.
 * @returns What is drawn of it.
 */
export function grafanaPanel(panel: Panel): PanelDrawing {
  const { draw, targets } = panel;
  const overTime = draw === "lines" || draw === "heatmap";
  const found = askRecorded((spans) => {
    const variables = variablesOf(spans);
    const steps = overTime ? stepsOf(spans).length : 1;
    return targets.map(({ query }) =>
      evaluate(query, spans, { variables, steps })
    );
  });
  const said = [
    filledIn(panel.description, variablesOf(found.spans)),
    otherValues(panel),
    found.note,
  ];
  return {
    title: panel.title,
    description: said.filter((part) => part !== "").join(" "),
    narrow: draw === "bars",
    draw: (width) =>
      found.isEmpty ? drawNone(width) : drawResults(panel, found, width),
  };
}

function variablesOf(spans: readonly Span[]): Record<string, string> {
  const { runId, traceId } = shownRun(spans);
  const first = Object.entries(VARIABLES).map(([name, { value }]) =>
    [name, value] as const
  );
  return {
    ...Object.fromEntries(first),
    ...SHOWN,
    run: runId,
    trace: traceId,
  };
}

function filledIn(text: string, variables: Record<string, string>): string {
  return text.replaceAll(
    /\$(\w+)/g,
    (all, name) => shownValue(variables[name] ?? all),
  );
}

const shownValue = (value: string) =>
  /^\d+$/.test(value) ? valueText(Number(value)) : value;

function otherValues({ targets }: Panel): string {
  return Object.entries(SHOWN)
    .filter(([name]) => targets.some(({ query }) => query.includes(`$${name}`)))
    .map(([name, value]) => {
      const { label, value: first } = VARIABLES[name as keyof typeof SHOWN];
      return `Here "${label}" is ${value}, since the demo has none of ${first}.`;
    }).join(" ");
}
