import type { Question } from "../questions.ts";
import type { Panel } from "./panel.ts";
import { PANELS } from "./panels.ts";

/**
 * The panels of a question. Grafana calls a series of Tempo by its labels alone,
 * which are the same in every query of a panel: queries that a legend would tell
 * apart have a panel each.
 */
export function panelsOf(question: Question): Panel[] {
  return PANELS.filter((panel) => panel.question === question)
    .flatMap((panel) =>
      panel.targets.some(({ legend }) => legend !== undefined)
        ? panel.targets.map((target) => ({
          ...panel,
          title: `${panel.title}: ${target.legend}`,
          targets: [target],
        }))
        : [panel]
    );
}
