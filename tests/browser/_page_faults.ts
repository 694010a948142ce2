import type { Page } from "playwright-core";
import { badScrolls, clipped, cutBy, tagOf } from "./_in_page/clipped.ts";
import { colorOf, contrast, faint, luminance, mix } from "./_in_page/faint.ts";
import {
  headings,
  pictures,
  sideways,
  small,
  summary,
} from "./_in_page/form.ts";
import { isSeen, nameOf, textElements } from "./_in_page/text.ts";

/** What is looked for. Each returns a sentence a fault. */
const CHECKS = [sideways, clipped, faint, small, pictures, headings, summary];

/** What those call: the browser is given the source of all of them. */
const HELPERS: readonly ((...args: never[]) => unknown)[] = [
  cutBy,
  badScrolls,
  tagOf,
  colorOf,
  contrast,
  luminance,
  mix,
  isSeen,
  nameOf,
  textElements,
];

const SCRIPT = `(() => {
  ${[...CHECKS, ...HELPERS].map(String).join("\n")}
  return [${CHECKS.map(({ name }) => `...${name}()`).join(", ")}];
})()`;

/**
 * Looks for faults in a page that is open.
 *
 * @param page The page.
 * @returns A sentence a fault.
 */
export async function pageFaults(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(SCRIPT);
}
