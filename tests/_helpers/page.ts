import { fail } from "@std/assert";

/**
 * The shell blocks of a page of the site, below one of its headings: those that
 * are run, and of a group of blocks the one for Deno.
 *
 * @param page The page's text.
 * @param heading The heading, without its `#`.
 * @returns What is in each block.
 * @throws {AssertionError} If there are none.
 */
export function shellBlocks(page: string, heading: string): string[] {
  const section = page.split(/^#+ /m).find((text) =>
    text.startsWith(`${heading}\n`)
  );
  const blocks = section?.matchAll(
    /^```sh(?! documented)(?![^\n]*\[Node)[^\n]*\n(.*?)^```$/gms,
  ) ?? [];
  const scripts = [...blocks].map(([, script = ""]) => script);
  if (scripts.length === 0) fail(`no shell block below "${heading}"`);
  return scripts;
}

/**
 * Puts the addresses of this run in the place of those that a page names.
 *
 * @param script A shell block of the page.
 * @param addresses What the page says, and what it is here.
 * @returns The script.
 */
export function placed(
  script: string,
  addresses: Readonly<Record<string, string>>,
): string {
  return Object.entries(addresses).reduce(
    (text, [named, here]) => text.replaceAll(named, here),
    script,
  );
}
