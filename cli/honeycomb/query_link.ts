import type { QuerySpec } from "./query_spec.ts";

/** Whose data a link opens. */
export interface LinkTarget {
  /** The page's origin, such as `https://ui.honeycomb.io`. */
  readonly ui: string;
  /** The team's slug, as it stands in the addresses of its pages. */
  readonly team: string;
  /** The environment's slug. */
  readonly environment: string;
}

/**
 * Makes the link that opens a query over all datasets of an environment. It
 * needs no API key: who may see the data is logged in.
 *
 * @param target The team and the environment.
 * @param query The query.
 * @returns The link.
 */
export function queryLink(
  { ui, team, environment }: LinkTarget,
  query: QuerySpec,
): string {
  const [of, within] = [team, environment].map(encodeURIComponent);
  const spec = encodeURIComponent(JSON.stringify(query));
  return `${ui}/${of}/environments/${within}?query=${spec}`;
}
