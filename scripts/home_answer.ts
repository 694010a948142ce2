/**
 * Writes what the home page shows anew: the answer of `turns` about a recorded
 * run of the demo, once for a wide window and once for a phone.
 *
 * @module
 */
import { turnsOutput } from "./turns_output.ts";

/** A recorded run of the demo's `openai_agent`: six turns, no sub-agent. */
const TRACES = "scripts/dashboards/traces/demo.jsonl";
const RUN = "1400fe29";

/** The files, and how many columns the terminal has that each is drawn for. */
const WIDTHS = {
  "docs/.vitepress/theme/answer_wide.txt": 68,
  "docs/.vitepress/theme/answer_narrow.txt": 38,
} as const;

/** The class that stands for a terminal's colour: bold, dim and yellow. */
const CLASSES: Readonly<Record<string, string>> = {
  "1": "bold",
  "2": "dim",
  "33": "most",
};

/**
 * Makes the files of the home page.
 *
 * @returns HTML of preformatted text, by path from the root of the repository.
 */
export async function homeAnswer(): Promise<Readonly<Record<string, string>>> {
  const files = Object.entries(WIDTHS).map(async ([path, columns]) =>
    [path, html(await answer(columns))] as const
  );
  return Object.fromEntries(await Promise.all(files));
}

/** What the command prints to a terminal with colours. */
async function answer(columns: number): Promise<string> {
  const args = [TRACES, "--run", RUN, "--ledger"];
  return (await turnsOutput(args, { columns, color: true })).trimEnd() + "\n";
}

/** Puts a terminal's colours as elements with a class. */
function html(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return escaped
    // deno-lint-ignore no-control-regex
    .replaceAll(/\x1b\[(1|2|33)m/g, (_, code) => `<b class="${CLASSES[code]}">`)
    // deno-lint-ignore no-control-regex
    .replaceAll(/\x1b\[(22|39)m/g, "</b>");
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(await homeAnswer())) {
    await Deno.writeTextFile(path, text);
  }
}
