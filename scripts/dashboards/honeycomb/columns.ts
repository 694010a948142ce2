import type { Column } from "../../../cli/honeycomb/dashboard.ts";
import type { QuerySpec } from "../../../cli/honeycomb/query_spec.ts";
import type {
  AttributeKind,
  SpanRole,
} from "../../../testing/span_contract.ts";
import { contractKind } from "../contract.ts";
import { OWN_COLUMNS } from "./own_columns.ts";

/** What Honeycomb keeps a value of each kind as; a list is a text of JSON. */
const TYPES: Readonly<Record<AttributeKind, Column["type"]>> = {
  "string": "string",
  "int": "integer",
  "double": "float",
  "boolean": "boolean",
  "string[]": "string",
  "int[]": "string",
};

/**
 * Finds the columns of a query, each with the type that the contract of the
 * spans gives it on the spans that the query looks at.
 *
 * @param query The query.
 * @returns The columns, each once.
 * @throws {TypeError} If one is neither in the contract of those spans nor one
 * of Honeycomb's own.
 */
export function columnsOf(query: QuerySpec): Column[] {
  const roles = rolesOf(query);
  const names = [
    ...query.filters.map(({ column }) => column),
    ...query.breakdowns ?? [],
    ...query.calculations.map(({ column }) => column),
  ].filter((name) => name !== undefined);
  return [...new Set(names)].map((key_name) => ({
    key_name,
    type: Object.hasOwn(OWN_COLUMNS, key_name)
      ? OWN_COLUMNS[key_name]!.type
      : TYPES[contractKind(key_name, roles)],
  }));
}

/** The kinds of span of ours that a query looks at. */
function rolesOf({ filters }: QuerySpec): SpanRole[] {
  const [first] = filters;
  const names = filters.filter(({ column }) => column === "name")
    .flatMap(({ value }) => value);
  if (names.length > 0) return names as SpanRole[];
  // A proxy's call, in its newer span set, has what ours has of its cost.
  const isChat = first?.column === "gen_ai.operation.name" ||
    first?.column === "service.name";
  return [isChat ? "chat" : "http"];
}
