/** How a block is known to be right: a word after its language says it. */
const MARKS: Readonly<Record<string, readonly [label: string, why: string]>> = {
  tested: ["tested", "A test of turnspan runs this"],
  documented: [
    "vendor's docs",
    "This was compared with the vendor's documentation, and was not run",
  ],
};

const TYPES_CHECKED = [
  "types checked",
  "The types of this are checked, and it was not run",
] as const;

/**
 * Puts the mark of a block beside the name of its language. TypeScript needs
 * none: all of it is run by the tests, but for what says `ignore`.
 *
 * @param info What stands behind the opening fence.
 * @param html The block.
 */
export function withMark(info: string, html: string): string {
  const [language = "", ...words] = info.replace(/\[.*\]/, "").trim()
    .split(/\s+/);
  const mark = ["ts", "mts"].includes(language)
    ? words.includes("ignore") ? TYPES_CHECKED : MARKS["tested"]
    : words.map((word) => MARKS[word]).find((found) => found !== undefined);
  if (mark === undefined) return html;
  const [label, why] = mark;
  return html.replace(
    /<span class="lang">(.*?)<\/span>/,
    `<span class="lang" title="${why}">$1 · ${label}</span>`,
  );
}
