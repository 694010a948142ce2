import { panelsOf } from "../grafana/panels_of.ts";
import { type Question, QUESTIONS } from "../questions.ts";
import type { Picture } from "./draw_picture.ts";
import { grafanaPanel } from "./grafana_panel.ts";

/**
 * The pictures of Grafana's dashboard: one a question, with its panels.
 *
 * @returns The pictures, in the order of the questions.
 */
export function grafanaPictures(): Picture[] {
  return (Object.keys(QUESTIONS) as Question[]).map((name) => ({
    name: `grafana-${name}`,
    question: QUESTIONS[name],
    of: "Grafana dashboard, for Tempo and Grafana Cloud",
    panels: panelsOf(name).map(grafanaPanel),
  }));
}
