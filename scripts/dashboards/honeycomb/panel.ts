import type { QuerySpec } from "../../../cli/honeycomb/query_spec.ts";
import type { Question } from "../questions.ts";

/** What a panel of the board shows. */
export interface Panel {
  /** The question that it answers, under whose heading it stands. */
  readonly question: Question;
  readonly title: string;
  /** What one reads in it, in a sentence or two. */
  readonly description: string;
  /**
   * How it is drawn: `table` has a row a group, `bars` one number a group over
   * the whole time, `lines` a series a group over time, `heatmap` a
   * distribution over time.
   */
  readonly draw: "table" | "bars" | "lines" | "heatmap";
  readonly query: QuerySpec;
}
