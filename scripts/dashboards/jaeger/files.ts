import { LINK_PATTERNS } from "./link_patterns.ts";
import { searchUrl } from "./search_url.ts";
import { SEARCHES } from "./searches.ts";
import { SERVICES } from "./services.ts";

/** Attributes that a span shows before all others, by how they begin. */
const TOP = ["turn.", "gen_ai.", "tool.", "agent.", "litellm.", "error"];

/**
 * Makes the configuration of Jaeger's page: a menu of questions for each
 * service, links from a span to those like it, and what a span shows first.
 *
 * @returns The text, by path from the root of the repository.
 */
export function jaegerFiles(): Readonly<Record<string, string>> {
  const config = {
    menu: SERVICES.map((service) => ({
      label: service,
      items: SEARCHES.map((search) => ({
        label: search.label,
        url: searchUrl(service, search),
      })),
    })),
    linkPatterns: LINK_PATTERNS,
    topTagPrefixes: TOP,
  };
  return {
    "deploy/dashboards/jaeger/ui.json": `${JSON.stringify(config, null, 2)}\n`,
  };
}
