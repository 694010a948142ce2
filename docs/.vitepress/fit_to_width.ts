import type { MarkdownRenderer } from "vitepress";

/** Columns: spaces between words, which are not those that draw a tree. */
const COLUMNS = /[^\s│├└─] {3,}\S/;

/** A line of code as it is drawn, up to its end. */
const LINE = /<span class="line">(.*)/g;

/**
 * Prepares pages for narrow windows; `theme/style.css` has the other half.
 *
 * - Text that stands in columns gets the class `columns`: its lines scroll, as
 *   those of code do, while other output of a terminal goes on in the next line,
 *   and so does a sentence among the columns, which gets the class `sentence`.
 * - A name in a table may be broken after its dots and underscores.
 * - A cell of a table says what its column is: a phone shows no head of columns.
 *
 * @param md VitePress's renderer of pages.
 */
export function fitToWidth({ core, renderer }: MarkdownRenderer): void {
  const { fence, code_inline: name } = renderer.rules;
  renderer.rules.fence = (tokens, index, ...rest) => {
    const html = fence!(tokens, index, ...rest);
    const { info, content } = tokens[index]!;
    return info.startsWith("text") && COLUMNS.test(content)
      ? html.replace('class="language-', 'class="columns language-')
        .replaceAll(
          LINE,
          (line, text) =>
            isSentence(text.replaceAll(/<[^>]*>/g, ""))
              ? line.replace("line", "line sentence")
              : line,
        )
      : html;
  };
  renderer.rules.code_inline = (...args) =>
    name!(...args).replace(
      />(.*)<\/code>$/s,
      (html) => html.replaceAll(/(?<=\w)[._/=](?=\w)/g, "$&<wbr>"),
    );
  core.ruler.push("label_cells", ({ tokens }) => {
    let heads: string[] = [];
    let column = 0;
    tokens.forEach(({ type, children }, index) => {
      const before = tokens[index - 1];
      if (type === "table_open") heads = [];
      else if (type === "tr_open") column = 0;
      else if (before?.type === "th_open") {
        heads.push(children!.map(({ content }) => content).join(""));
      } else if (before?.type === "td_open") {
        before.attrSet("data-label", heads[column++] ?? "");
      }
    });
  });
}

/** Whether a line has no columns, however near to each other they are. */
function isSentence(line: string): boolean {
  return /^\w/.test(line) && !/ {2}/.test(line);
}
