import {
  type AttributeKind,
  SPAN_CONTRACTS,
  type SpanRole,
} from "../../../testing/span_contract.ts";
import { contractKind } from "../contract.ts";
import { HEADINGS } from "../headings.ts";

/** Units of numbers that are no tokens, turns or calls, as Grafana names them. */
const UNITS: Readonly<Record<string, string>> = {
  "agent.cost.total_usd": "currencyUSD",
  "tool.result.size": "decbytes",
};

/** A column of a table, made from an attribute. */
export interface Column {
  readonly attribute: string;
  readonly heading: string;
  readonly kind: AttributeKind;
  readonly unit: string | undefined;
}

/** The columns of a query, in the order in which it selects attributes. */
export function columnsOf(query: string): Column[] {
  const [, selected = ""] = /\bselect\(([^)]*)\)/.exec(query) ?? [];
  return selected.split(",").map((name) => name.trim().replace(/^span\./, ""))
    .filter((name) => name !== "")
    .map((attribute) => ({
      attribute,
      heading: HEADINGS[attribute] ?? attribute,
      kind: kindOf(attribute),
      unit: UNITS[attribute],
    }));
}

function kindOf(attribute: string): AttributeKind {
  if (attribute === "error.type") return "string";
  const roles = Object.keys(SPAN_CONTRACTS) as SpanRole[];
  return contractKind(
    attribute,
    roles.filter((role) => {
      const { required, optional = {} } = SPAN_CONTRACTS[role];
      return Object.hasOwn({ ...required, ...optional }, attribute);
    }),
  );
}
