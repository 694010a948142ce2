import { grafanaAlerts } from "../../../../scripts/dashboards/grafana/alerts.ts";
import { VARIABLES } from "../../../../scripts/dashboards/grafana/panel.ts";
import { PANELS } from "../../../../scripts/dashboards/grafana/panels.ts";

/** A TraceQL query that is shipped. */
export interface Query {
  /** Where it stands. */
  readonly where: string;
  /** As Tempo gets it. */
  readonly query: string;
}

const ROOT = new URL("../../../../", import.meta.url);

/** Every TraceQL query that is shipped: of panels, of alerts, of pages. */
export async function allQueries(): Promise<Query[]> {
  return [...panelQueries(), ...alertQueries(), ...await pageQueries()];
}

function panelQueries(): Query[] {
  return PANELS.filter(({ draw }) => draw !== "trace").flatMap((panel) =>
    panel.targets.map(({ query }) => ({
      where: `panel "${panel.title}"`,
      query: withVariables(query),
    }))
  );
}

/** Puts the values in that the text boxes begin with. */
export function withVariables(query: string): string {
  return query.replaceAll(
    /\$(\w+)/g,
    (whole, name) =>
      Object.hasOwn(VARIABLES, name)
        ? VARIABLES[name as keyof typeof VARIABLES].value
        : whole,
  );
}

function alertQueries(): Query[] {
  return grafanaAlerts().groups.flatMap(({ rules }) => rules)
    .flatMap(({ uid, data }) =>
      data.flatMap(({ model }) =>
        model !== undefined && "query" in model
          ? [{ where: `alert "${uid}"`, query: String(model.query) }]
          : []
      )
    );
}

/** The blocks of the pages that begin as a query does. */
async function pageQueries(): Promise<Query[]> {
  const found: Query[] = [];
  for await (const path of pages()) {
    const page = await Deno.readTextFile(new URL(path, ROOT));
    for (const [, query = ""] of page.matchAll(/^ *```text\n([^]*?)^ *```/gm)) {
      if (/^\s*\{\s*[a-z.]/.test(query)) found.push({ where: path, query });
    }
  }
  return found;
}

async function* pages(folder = "docs"): AsyncGenerator<string> {
  if (folder === "docs") yield "README.md";
  for await (const entry of Deno.readDir(new URL(folder, ROOT))) {
    const path = `${folder}/${entry.name}`;
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    if (entry.isDirectory) yield* pages(path);
    else if (path.endsWith(".md")) yield path;
  }
}
