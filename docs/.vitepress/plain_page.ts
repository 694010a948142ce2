/** Reads a file that a page includes, by its path as the page has it. */
export type ReadIncluded = (path: string) => string;

/**
 * Makes of a page's source what its reader sees: with the files that it
 * includes, and without what is checked but not shown.
 */
export function plainPage(source: string, read: ReadIncluded): string {
  return source
    .replace(/^<!--@include: (\S+?)-->$/gm, (_, path) => read(path).trim())
    .replace(
      /^<<< (\S+?)(?:#([\w-]+))?(?:\{(?:[\d,-]+ ?)?([\w-]*)\})?(?: \[.*\])?$/gm,
      (_, path, region, language) => {
        const code = regionOf(read(path), region).trim();
        const fence = language || path.slice(path.lastIndexOf(".") + 1);
        return `\`\`\`${fence}\n${code}\n\`\`\``;
      },
    )
    .replace(/^(```ts).*\n(?:(?!```).*\n)*?\/\/ ---cut-before---\n/gm, "$1\n")
    .replace(/^(```ts) (?:ignore|no-twoslash)$/gm, "$1")
    .replace(/^<!-- .* -->\n+/gm, "");
}

/** The lines between the marks of a region, or all of them. */
function regionOf(code: string, region: string | undefined): string {
  if (region === undefined) return code;
  const mark = (word: string) => `^.*#? ?${word} ${region}\\b.*\\n`;
  const found = new RegExp(
    `${mark("region")}([^]*?)${mark("endregion")}`,
    "m",
  ).exec(`${code}\n`);
  if (found === null) {
    throw new TypeError(`Cannot include "${region}": there is no such region`);
  }
  return found[1]!;
}

/** A page's title, the sentence that describes it, and the rest. */
export function partsOf(
  page: string,
): { title: string; description: string; body: string } {
  const [, head = "", body = page] =
    /^---\n([^]*?)\n---\n+([^]*)$/.exec(page) ??
      [];
  const [, title = ""] = /^# (.*)$/m.exec(body) ?? [];
  const [, description = ""] = /^description: (.*)$/m.exec(head) ?? [];
  return { title, description, body };
}
