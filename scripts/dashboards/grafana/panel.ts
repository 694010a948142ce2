import type { Question } from "../questions.ts";

/** One TraceQL query of a panel. */
export interface Target {
  /** The query, with Grafana's variables still in it. */
  readonly query: string;
  /** What a series is called, where its labels alone do not say it. */
  readonly legend?: string;
}

/** What a panel of the dashboard shows. */
export interface Panel {
  /** The question that it answers, which is the row it stands in. */
  readonly question: Question;
  readonly title: string;
  /** What one reads in it, in a sentence or two. */
  readonly description: string;
  /**
   * How it is drawn: `table` lists spans, `bars` has one number a series over
   * the whole time, `lines` a series over time, `heatmap` a distribution over
   * time, `trace` one whole trace.
   */
  readonly draw: "table" | "bars" | "lines" | "heatmap" | "trace";
  readonly targets: readonly Target[];
  /** What the numbers are, as Grafana names units. */
  readonly unit?: string;
  /** A table: the attribute whose largest value comes first. */
  readonly sortBy?: string;
}

/** Text boxes of the dashboard, which its queries name with a `$`. */
export const VARIABLES = {
  service: {
    label: "Service",
    value: ".*",
    help: "a regular expression of service names",
  },
  min_tokens: {
    label: "Large prompt",
    value: "14000",
    help: "tokens from which a prompt is listed",
  },
  max_turns: {
    label: "Many turns",
    value: "20",
    help: "the turn from which a run is listed as a loop",
  },
  repeats: {
    label: "Many calls",
    value: "10",
    help: "calls of one tool above which a run is listed as a loop",
  },
  run: { label: "Run", value: "", help: "an agent.run_id" },
  trace: { label: "Trace", value: "", help: "a trace id" },
} as const;
