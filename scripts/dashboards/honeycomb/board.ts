import type {
  Board,
  Position,
  QueryPanel,
  TextPanel,
} from "../../../cli/honeycomb/dashboard.ts";
import { QUESTIONS } from "../questions.ts";
import type { Panel } from "./panel.ts";
import { PANELS } from "./panels.ts";

/** The board has this many columns. */
const COLUMNS = 12;
const HEADING_ROWS = 2;
const PANEL_ROWS = 5;

/** What a panel of each kind is to Honeycomb; a table takes a whole row. */
const STYLES = {
  table: { query_style: "table", width: COLUMNS },
  bars: { query_style: "combo", chart: "cbar", width: COLUMNS / 2 },
  lines: { query_style: "graph", chart: "line", width: COLUMNS / 2 },
  heatmap: { query_style: "graph", width: COLUMNS / 2 },
} as const;

/**
 * Makes the board: a heading a question, and its panels below.
 *
 * @returns The board, with its queries in it.
 */
export function board(): Board {
  const panels: (QueryPanel | TextPanel)[] = [];
  let y = 0;
  for (const [question, title] of Object.entries(QUESTIONS)) {
    panels.push({
      type: "text",
      text_panel: { content: `## ${title}` },
      position: place(0, y, COLUMNS, HEADING_ROWS),
    });
    y += HEADING_ROWS;
    let x = 0;
    for (const panel of PANELS.filter((one) => one.question === question)) {
      const { width } = STYLES[panel.draw];
      if (x + width > COLUMNS) [x, y] = [0, y + PANEL_ROWS];
      panels.push(queryPanel(panel, place(x, y, width, PANEL_ROWS)));
      x += width;
    }
    y += PANEL_ROWS;
  }
  return {
    name: "turnspan: agents, turns and prompts",
    description:
      "Which turns sent the largest prompts and what made them grow, over all runs that turnspan traced. The filters at the top narrow all of it.",
    type: "flexible",
    layout_generation: "manual",
    preset_filters: [
      { column: "trace.trace_id", alias: "Trace" },
      { column: "agent.run_id", alias: "Run" },
      { column: "gen_ai.conversation.id", alias: "Conversation" },
      { column: "gen_ai.request.model", alias: "Model" },
      { column: "service.name", alias: "Service" },
    ],
    panels,
  };
}

function place(
  x_coordinate: number,
  y_coordinate: number,
  width: number,
  height: number,
): Position {
  return { x_coordinate, y_coordinate, width, height };
}

function queryPanel(
  { question, title, description, draw, query }: Panel,
  position: Position,
): QueryPanel {
  const style = STYLES[draw];
  return {
    type: "query",
    question,
    name: `turnspan: ${title}`,
    description,
    query,
    query_style: style.query_style,
    ...("chart" in style && {
      visualization_settings: {
        charts: query.calculations.map((_, chart_index) => ({
          chart_index,
          chart_type: style.chart,
        })),
      },
    }),
    position,
  };
}
