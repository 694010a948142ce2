import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common";
import {
  DataqueryBuilder,
  MetricsQueryType,
  SearchTableType,
} from "@grafana/grafana-foundation-sdk/tempo";

/** The data source that the dashboard's variable names. */
export const TEMPO: DataSourceRef = { type: "tempo", uid: "${datasource}" };

/** Traces that a table lists; Tempo's own default, and Grafana's is 20. */
const MOST_TRACES = 100;
/** Spans of a trace that a table lists. Tempo refuses more by default. */
const MOST_SPANS = 100;

/** A query of the classic form. (The SDK's `QueryBuilder` makes the other one.) */
function classic(query: string, refId: string): DataqueryBuilder {
  return new DataqueryBuilder().refId(refId).datasource(TEMPO)
    .queryType("traceql").query(query);
}

/** A query for spans, as a table or, where that cannot show them, as JSON. */
export function searchTarget(query: string, asJson: boolean): DataqueryBuilder {
  return classic(query, "A").limit(MOST_TRACES).spss(MOST_SPANS)
    .tableType(asJson ? SearchTableType.Raw : SearchTableType.Spans);
}

/** A query for numbers: one for all of the time, or one a step. */
export function metricsTarget(
  query: string,
  refId: string,
  type: "instant" | "range",
): DataqueryBuilder {
  return classic(query, refId).metricsQueryType(
    type === "instant" ? MetricsQueryType.Instant : MetricsQueryType.Range,
  );
}

/** A trace, by its id. */
export function traceTarget(id: string): DataqueryBuilder {
  return classic(id, "A");
}
