import { PANELS } from "../grafana/panels.ts";
import type { Rows } from "../result.ts";
import { evaluate } from "../traceql/evaluate.ts";
import { drawBars } from "./draw_bars.ts";
import type { Picture } from "./draw_picture.ts";
import { drawTurns } from "./draw_turns.ts";
import { largestTurn } from "./largest_turn.ts";
import { recorded } from "./recorded.ts";
import { shownRun } from "./shown_run.ts";
import { valueText } from "./value_text.ts";

/**
 * The picture of one run: which turn, and what made it grow.
 *
 * @returns The picture.
 */
export function runPicture(): Picture {
  const { rows: turns } = askedOfRun("Turns of the run");
  const ledger = askedOfRun("Ledger of the run").rows[0] ?? {};
  return {
    name: "run",
    question: "Which turn, and what made it grow?",
    width: 500,
    of: "One run of the demo's openai_agent, as every backend holds it",
    panels: [
      {
        title: answer(turns),
        description:
          "Each turn's prompt by what it was made of, with the tokens of the largest one below, and by how much each had grown.",
        narrow: false,
        draw: (width) => drawTurns(turns, width),
      },
      {
        title: "What each source cost over the run",
        description:
          `Its tokens, summed over every call that held them: together the ${
            valueText(ledger["agent.usage.input_tokens"])
          } prompt tokens of the run.`,
        narrow: false,
        draw: (width) => drawBars(barsOf(ledger), { width, limit: 16 }),
      },
    ],
  };
}

function askedOfRun(title: string): Rows {
  const panel = PANELS.find((panel) => panel.title === title);
  const spans = recorded("demo");
  const variables = { service: ".*", run: shownRun(spans).runId };
  const [target] = panel?.targets ?? [];
  const result = evaluate(target?.query ?? "", spans, { variables });
  if (result.kind === "rows") return result;
  throw new Error(`Cannot draw the run: "${title}" returns no rows`);
}

function answer(turns: Rows["rows"]): string {
  const largest = largestTurn(turns);
  const grown = turns.reduce((best, row) =>
    numberOf(row, "turn.prompt.delta_tokens") >
        numberOf(best, "turn.prompt.delta_tokens")
      ? row
      : best
  );
  const said = (row: Rows["rows"][number] | undefined, key: string) =>
    valueText(row?.[key]);
  return `Turn ${said(largest, "turn.index")} sent the largest prompt, ${
    said(largest, "gen_ai.usage.input_tokens")
  } tokens. Turn ${said(grown, "turn.index")} grew most, by ${
    said(grown, "turn.prompt.delta_tokens")
  }: ${said(grown, "turn.prompt.grew_by")} brought ${
    said(grown, "turn.prompt.grew_by_tokens")
  }`;
}

function numberOf(row: Rows["rows"][number], key: string): number {
  const value = row[key];
  return typeof value === "number" ? value : 0;
}

function barsOf(
  ledger: Rows["rows"][number],
): { label: string; value: number }[] {
  const sources = ledger["agent.prompt.sources"];
  const tokens = ledger["agent.prompt.source_tokens"];
  if (!Array.isArray(sources) || !Array.isArray(tokens)) return [];
  return sources.map((source, index) => ({
    label: valueText(source),
    value: Number(tokens[index]),
  }));
}
