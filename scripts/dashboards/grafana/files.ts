import { grafanaAlerts } from "./alerts.ts";
import { grafanaDashboard } from "./dashboard.ts";

/**
 * Makes what a person imports into Grafana, and what its alerting reads.
 *
 * @returns The texts, by path from the root of the repository.
 */
export function grafanaFiles(): Readonly<Record<string, string>> {
  return {
    "deploy/dashboards/grafana/turnspan.json": text(grafanaDashboard()),
    "deploy/dashboards/grafana/alerts.json": text(grafanaAlerts()),
  };
}

function text(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
