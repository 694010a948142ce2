import { grafanaFiles } from "../../../../scripts/dashboards/grafana/files.ts";

/** A query of a panel, as it is in the file. */
export interface TargetJson {
  readonly refId: string;
  readonly datasource: unknown;
  readonly queryType: string;
  readonly query: string;
  readonly metricsQueryType?: string;
  readonly tableType?: string;
  readonly limit?: number;
  readonly spss?: number;
}

/** A panel, or the heading of a row, as it is in the file. */
export interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { x: number; y: number; w: number; h: number };
  readonly datasource?: unknown;
  readonly targets?: readonly TargetJson[];
  readonly transformations?: readonly {
    id: string;
    options: Readonly<Record<string, unknown>>;
  }[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly fieldConfig?: {
    overrides: readonly {
      matcher: { options: string };
      properties: readonly { id: string; value: unknown }[];
    }[];
  };
}

/** The dashboard, as it is in the file. */
export interface DashboardJson {
  readonly uid: string;
  readonly title: string;
  readonly templating: {
    list: readonly { name: string; type: string; query: string }[];
  };
  readonly panels: readonly PanelJson[];
}

/** The text of the dashboard's file. */
export const DASHBOARD_TEXT =
  grafanaFiles()["deploy/dashboards/grafana/turnspan.json"] ?? "";

/** What it says. */
export const DASHBOARD: DashboardJson = JSON.parse(DASHBOARD_TEXT);

/** Its panels with queries. */
export const QUERIED = DASHBOARD.panels.flatMap(({ targets = [], ...panel }) =>
  targets.length === 0 ? [] : [{ ...panel, targets }]
);
