import type { Rule } from "@grafana/grafana-foundation-sdk/alerting";
import { ALERT_RULES } from "./_alert_rules.ts";

/** A file that Grafana's alerting is provisioned with. */
export interface AlertsFile {
  readonly apiVersion: 1;
  readonly groups: readonly AlertGroup[];
}

/** Rules that are looked at together. */
export interface AlertGroup {
  readonly orgId: number;
  readonly name: string;
  readonly folder: string;
  /** How often they are looked at. */
  readonly interval: string;
  readonly rules: readonly AlertRule[];
}

/** A rule, as the file has it: where it stands, the group says. */
export type AlertRule = Required<
  Pick<
    Rule,
    | "uid"
    | "title"
    | "condition"
    | "data"
    | "for"
    | "noDataState"
    | "execErrState"
    | "annotations"
    | "labels"
  >
>;

/**
 * Makes the alerts as a file of Grafana's provisioning.
 *
 * Grafana puts environment variables into it, and so the person's data source,
 * but not into queries and annotations: a `$` there means what it says.
 *
 * @returns What the file says.
 */
export function grafanaAlerts(): AlertsFile {
  return {
    apiVersion: 1,
    groups: Object.entries(ALERT_RULES).map(([interval, rules]) => ({
      orgId: 1,
      name: `turnspan, every ${interval}`,
      folder: "turnspan",
      interval,
      rules: rules().map((rule) => inFile(rule.build())),
    })),
  };
}

function inFile(
  {
    uid = "",
    title,
    condition,
    data,
    noDataState,
    execErrState,
    annotations = {},
    labels = {},
    ...rule
  }: Rule,
): AlertRule {
  return {
    uid,
    title,
    condition,
    data,
    for: rule.for,
    noDataState,
    execErrState,
    annotations,
    labels,
  };
}
