import { assert, assertEquals } from "@std/assert";
import { grafanaFiles } from "../../../../scripts/dashboards/grafana/files.ts";

/** A query or an expression of a rule, as it is in the file. */
interface DataJson {
  readonly refId: string;
  readonly datasourceUid: string;
  readonly relativeTimeRange: { from: number; to: number };
  readonly model: Readonly<Record<string, unknown>>;
}

interface RuleJson {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly data: readonly DataJson[];
  readonly for: string;
  readonly noDataState: string;
  readonly execErrState: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

interface AlertsJson {
  readonly apiVersion: number;
  readonly groups: readonly {
    orgId: number;
    name: string;
    folder: string;
    interval: string;
    rules: readonly RuleJson[];
  }[];
}

const ALERTS: AlertsJson = JSON.parse(
  grafanaFiles()["deploy/dashboards/grafana/alerts.json"] ?? "",
);
const RULES = ALERTS.groups.flatMap(({ rules }) => rules);
const SECONDS: Readonly<Record<string, number>> = { "5m": 300, "1h": 3600 };

Deno.test("grafanaAlerts() has a prompt, a cache, a turn.index and a source that doubled", () => {
  assertEquals(RULES.map(({ uid }) => uid), [
    "turnspan-prompt",
    "turnspan-cache",
    "turnspan-turns",
    "turnspan-source",
  ]);
});

Deno.test("grafanaAlerts() has what Grafana's provisioning reads, and nothing else", () => {
  assertEquals(Object.keys(ALERTS), ["apiVersion", "groups"]);
  assertEquals(ALERTS.apiVersion, 1);
  for (const group of ALERTS.groups) {
    assertEquals(Object.keys(group), [
      "orgId",
      "name",
      "folder",
      "interval",
      "rules",
    ]);
    assert(SECONDS[group.interval] !== undefined, group.interval);
  }
  for (const rule of RULES) {
    assertEquals(Object.keys(rule), [
      "uid",
      "title",
      "condition",
      "data",
      "for",
      "noDataState",
      "execErrState",
      "annotations",
      "labels",
    ]);
    assertEquals(rule.noDataState, "OK");
    assertEquals(rule.execErrState, "Error");
    assert(/^[\w-]{1,40}$/.test(rule.uid), rule.uid);
  }
});

Deno.test("grafanaAlerts() reads a variable where Grafana puts one in, and there alone", () => {
  for (const { data, annotations, ...interpolated } of RULES) {
    assertEquals(JSON.stringify(interpolated).includes("$"), false);
    // Newer versions put variables in braces into annotations too.
    assertEquals(JSON.stringify(annotations).includes("${"), false);
    for (const { datasourceUid, model } of data) {
      assertEquals(
        datasourceUid,
        "query" in model ? "${TEMPO_DATASOURCE_UID}" : "__expr__",
      );
    }
  }
});

Deno.test("grafanaAlerts() asks for a time that Tempo answers for, and misses nothing between two looks", () => {
  for (const { interval, rules } of ALERTS.groups) {
    for (
      const { refId, model, relativeTimeRange } of rules.flatMap(({ data }) =>
        data
      )
    ) {
      if (!("query" in model)) continue;
      const { from, to } = relativeTimeRange;
      assert(from - to > (SECONDS[interval] ?? 0), refId);
      assert(from - to < 24 * 3600, refId);
      // One number a step: Grafana's alerting takes no other from Tempo.
      assertEquals(model.metricsQueryType, "range");
    }
  }
});

Deno.test("grafanaAlerts() makes one number of each series, and asks about that", () => {
  for (const { uid, condition, data } of RULES) {
    const before = new Set<string>();
    for (const { refId, model } of data) {
      assertEquals(model.refId, refId, uid);
      assert(!before.has(refId), refId);
      const used = "query" in model
        ? []
        : model.type === "math"
        ? [...String(model.expression).matchAll(/\$([A-Z])/g)].map(([, id]) =>
          id
        )
        : [model.expression];
      for (const id of used) assert(before.has(String(id)), `${uid} ${id}`);
      before.add(refId);
    }
    // The last one says yes or no, and nothing comes out of it unused.
    const last = data.at(-1);
    assertEquals(last?.refId, condition);
    assert(/^(threshold|math)$/.test(String(last?.model.type)), uid);
    const reduced = data.filter(({ model }) => model.type === "reduce");
    assertEquals(
      reduced.map(({ model }) => model.expression),
      data.filter(({ model }) => "query" in model).map(({ refId }) => refId),
    );
  }
});

Deno.test("grafanaAlerts() compares a source with the same hours of the day before", () => {
  const { data = [] } = RULES.find(({ uid }) => uid === "turnspan-source") ??
    {};
  const ranges = data.filter(({ model }) => "query" in model)
    .map(({ relativeTimeRange: { from, to } }) => [from / 3600, to / 3600]);
  assertEquals(ranges, [[23, 0], [23, 0], [47, 24], [47, 24]]);
});
