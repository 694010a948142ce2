import { PANELS } from "../grafana/panels.ts";
import { QUESTIONS } from "../questions.ts";
import type { Picture } from "./draw_picture.ts";
import { grafanaPanel } from "./grafana_panel.ts";

/** The pictures of Grafana's dashboard: one a question, with its panels. */
export function grafanaPictures(): Picture[] {
  return Object.entries(QUESTIONS).map(([name, question]) => {
    const panels = PANELS.filter((panel) => panel.question === name);
    return {
      name: `grafana-${name}`,
      question,
      of: "Grafana dashboard, for Tempo and Grafana Cloud",
      panels: panels.map(grafanaPanel),
    };
  });
}
