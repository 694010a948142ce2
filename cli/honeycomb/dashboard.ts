import type { QuerySpec } from "./query_spec.ts";

/** Where a panel lies, in columns (12 side by side) and rows. */
export interface Position {
  readonly x_coordinate: number;
  readonly y_coordinate: number;
  readonly width: number;
  readonly height: number;
}

/** A query of the board, before Honeycomb has given it an id. */
export interface QueryPanel {
  readonly type: "query";
  /** The question that it answers, a key of what the dashboards answer. */
  readonly question: string;
  /** What its query annotation is called. */
  readonly name: string;
  /** What one reads in it: the annotation's description. */
  readonly description: string;
  readonly query: QuerySpec;
  readonly query_style: "graph" | "table" | "combo";
  readonly visualization_settings?: {
    readonly charts: readonly {
      readonly chart_index: number;
      readonly chart_type: "line" | "cbar";
    }[];
  };
  readonly position: Position;
}

/** A heading of the board. */
export interface TextPanel {
  readonly type: "text";
  readonly text_panel: { readonly content: string };
  readonly position: Position;
}

/** What `board.json` holds: a board, with its queries in it. */
export interface Board {
  readonly name: string;
  readonly description: string;
  readonly type: "flexible";
  readonly layout_generation: "manual";
  readonly preset_filters: readonly {
    readonly column: string;
    readonly alias: string;
  }[];
  readonly panels: readonly (QueryPanel | TextPanel)[];
}

/** One of `triggers.json`, as Honeycomb's API takes it. */
export interface Trigger {
  readonly name: string;
  readonly description: string;
  readonly query: QuerySpec;
  readonly threshold: { readonly op: ">" | ">="; readonly value: number };
  /** Seconds between two evaluations. */
  readonly frequency: number;
  readonly alert_type: "on_change";
  /** Compares with the same query of some time ago. */
  readonly baseline_details?: {
    readonly offset_minutes: 60 | 1440 | 10080 | 40320;
    readonly type: "percentage" | "value";
  };
}

/** A column that the queries name. */
export interface Column {
  readonly key_name: string;
  readonly type: "string" | "integer" | "float" | "boolean";
}

/** What is created in Honeycomb. */
export interface Dashboard {
  /**
   * Every column that the queries name. Honeycomb refuses a query of one that
   * no event has had yet, such as an error before anything failed.
   */
  readonly columns: readonly Column[];
  readonly board: Board;
  readonly triggers: readonly Trigger[];
}
