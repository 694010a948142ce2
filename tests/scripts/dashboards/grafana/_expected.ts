/**
 * What the panels return, one file a trace. After a change to a panel, look at
 * what it returns now:
 *
 * ```sh
 * deno run --allow-all --lock=deno.lock --frozen \
 *   tests/scripts/dashboards/grafana/_expected.ts && git diff
 * ```
 *
 * @module
 */
import { PANELS } from "../../../../scripts/dashboards/grafana/panels.ts";
import { cases } from "./_cases.ts";
import { panelText } from "./_panel_text.ts";

/** Where the expectation of a trace is. */
export function expectedFile(name: string): URL {
  return new URL(`expected/${name}.txt`, import.meta.url);
}

if (import.meta.main) {
  for (const one of await cases()) {
    const text = panelText(PANELS, one.spans, one);
    await Deno.writeTextFile(expectedFile(one.name), text);
  }
}
