import { queryLink } from "../../../cli/honeycomb/query_link.ts";
import { QUESTIONS } from "../questions.ts";
import { PANELS } from "./panels.ts";

const TARGET = {
  ui: "https://ui.honeycomb.io",
  team: "TEAM",
  environment: "ENVIRONMENT",
};

/**
 * Makes the page of links: one a query, which opens it with no API key.
 *
 * @returns The page.
 */
export function links(): string {
  const parts = Object.entries(QUESTIONS).map(([question, title]) => {
    const rows = PANELS.filter((panel) => panel.question === question)
      .map(({ title, query }) => `- [${title}](${queryLink(TARGET, query)})`);
    return `## ${title}\n\n${rows.join("\n")}\n`;
  });
  return `# The queries, as links

Each link opens a query of the board over all datasets of an environment, for
whoever is logged in; no API key is needed. Put your team's and your
environment's names in the place of \`TEAM\` and \`ENVIRONMENT\`, as they stand in
the addresses of your pages, and for a team in the EU \`ui.eu1.honeycomb.io\` in
the place of \`ui.honeycomb.io\`. \`deno task honeycomb --team … --environment …\`
prints them filled in.

Written by \`deno task dashboards\`, and checked against Honeycomb's documented
rules. No link was opened in Honeycomb.

${parts.join("\n")}`;
}
