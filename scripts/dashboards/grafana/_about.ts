import { PanelBuilder, TextMode } from "@grafana/grafana-foundation-sdk/text";

const CONTENT = `
Which turn of an agent sent the largest prompt, what made it grow, and what it cost: over all runs that **Service** names, in the time chosen above.

- **A call counts once.** Tokens are summed over the spans \`agent.turn\`, each of which has the usage of its model call once. A proxy's spans carry the same usage again and are left out, apart from the one panel that says that it shows them.
- **Sources.** What each part of a prompt holds is a list on its span, the ledger, and no backend sums lists. So the panels over many runs show the largest source of each turn (\`turn.prompt.top_source\`) and of each run (\`agent.prompt.top_source\`). The whole ledger is shown a run at a time, in the last row.
- **One run.** The link of a run, in any table, puts the run and its trace into the boxes **Run** and **Trace**. A span's id opens it in Explore.
- **Tables** list what Tempo finds first, at most 100 traces with 100 spans each. Where there are more, choose a shorter time.
- **How it was checked.** Its queries were parsed, answered from recorded traces by an evaluator of our own, and compared with the documentation of Tempo and Grafana. It was not run in Grafana.
`.trim();

/** Says what the dashboard is, how it counts, and how far it was checked. */
export function aboutPanel(): PanelBuilder {
  return new PanelBuilder().title("About this dashboard")
    .mode(TextMode.Markdown)
    .content(CONTENT);
}
