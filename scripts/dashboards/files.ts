import { grafanaFiles } from "./grafana/files.ts";
import { honeycombFiles } from "./honeycomb/files.ts";
import { jaegerFiles } from "./jaeger/files.ts";
import { pictureFiles } from "./pictures/files.ts";

/** Folders that hold nothing but what is made here. */
export const DASHBOARD_FOLDERS = [
  "deploy/dashboards",
  "docs/public/dashboards",
] as const;

/**
 * Makes every file of the dashboards, and the pictures of them.
 *
 * @returns The texts, by path from the root of the repository.
 */
export function dashboardFiles(): Readonly<Record<string, string>> {
  return {
    ...grafanaFiles(),
    ...honeycombFiles(),
    ...jaegerFiles(),
    ...pictureFiles(),
  };
}
