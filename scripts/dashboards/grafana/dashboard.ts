import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  RowBuilder,
  TextBoxVariableBuilder,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { type Question, QUESTIONS } from "../questions.ts";
import { aboutPanel } from "./_about.ts";
import { drawPanel } from "./_draw.ts";
import { type Place, placePanels } from "./_layout.ts";
import { VARIABLES } from "./panel.ts";
import { panelsOf } from "./panels_of.ts";

/**
 * Builds the dashboard: a row a question, with its panels. It is of the classic
 * form and names no data source of its own, so that one file serves any Tempo,
 * that of Grafana Cloud too.
 *
 * @returns The dashboard, as Grafana imports it.
 */
export function grafanaDashboard(): Dashboard {
  const dashboard = new DashboardBuilder("turnspan: agents and their prompts")
    .uid("turnspan")
    .description(
      "Which turn of an agent sent the largest prompt, what made it grow, and what it cost.",
    )
    .tags(["agents", "gen_ai", "turnspan"])
    .editable()
    .timezone("browser")
    .time({ from: "now-6h", to: "now" })
    .tooltip(DashboardCursorSync.Crosshair)
    .withVariable(
      new DatasourceVariableBuilder("datasource").label("Tempo").type("tempo"),
    );
  for (const [name, { label, value, help }] of Object.entries(VARIABLES)) {
    dashboard.withVariable(
      new TextBoxVariableBuilder(name).label(label).description(help)
        .defaultValue(value)
        .current({ text: value, value }),
    );
  }
  addPanels(dashboard);
  return dashboard.build();
}

function addPanels(dashboard: DashboardBuilder): void {
  let id = 1;
  let y = 0;
  const about = { x: 0, y, w: 24, h: 8 };
  dashboard.withPanel(aboutPanel().id(id++).gridPos(about));
  y += about.h;
  for (const question of Object.keys(QUESTIONS) as Question[]) {
    dashboard.withRow(
      new RowBuilder(QUESTIONS[question]).id(id++)
        .gridPos({ x: 0, y, w: 24, h: 1 }),
    );
    y += 1;
    for (const { panel, at } of placePanels(panelsOf(question), y)) {
      dashboard.withPanel(drawPanel(panel).id(id++).gridPos(at));
      y = Math.max(y, bottom(at));
    }
  }
}

function bottom({ y, h }: Place): number {
  return y + h;
}
