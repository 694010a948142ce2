import type { Span } from "../../../turns/source/span.ts";
import type { Result } from "../result.ts";
import { recorded } from "./recorded.ts";

/** What the queries of a panel found. */
export interface Found {
  /** One a query. */
  readonly results: readonly Result[];
  /** The spans that were asked. */
  readonly spans: readonly Span[];
  readonly isEmpty: boolean;
  /** What is to be said of it, where it is not the demo's. */
  readonly note: string;
}

/**
 * Asks the demo's traces, and where they have nothing, those of runs through a
 * proxy: the demo has none, and costs come from one.
 *
 * @param ask Asks the queries of a panel over spans.
 * @returns What they found, and where.
 */
export function askRecorded(
  ask: (spans: readonly Span[]) => readonly Result[],
): Found {
  const demo = recorded("demo");
  const results = ask(demo);
  if (results.some(isNotEmpty)) {
    return { results, spans: demo, isEmpty: false, note: "" };
  }
  const proxy = recorded("proxy_v2");
  const instead = ask(proxy);
  return instead.some(isNotEmpty)
    ? {
      results: instead,
      spans: proxy,
      isEmpty: false,
      note:
        "The demo has none of it: these are recorded runs through a LiteLLM proxy.",
    }
    : { results, spans: demo, isEmpty: true, note: "" };
}

const isNotEmpty = (result: Result) =>
  result.kind === "rows" ? result.rows.length > 0 : result.series.length > 0;
