/**
 * Draws a table in Markdown; `deno fmt` gives it its form.
 *
 * @param head The names of the columns; those of numbers begin with `#`.
 * @param rows The cells of each row.
 * @returns The table, with a line feed at its end.
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const names = head.map((name) => name.replace(/^#/, ""));
  const lines = head.map((name) => name.startsWith("#") ? "---:" : "---");
  return [names, lines, ...rows]
    .map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}
