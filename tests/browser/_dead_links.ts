import type { Page } from "playwright-core";
import { DOMParser } from "./_in_page/dom.ts";

/** What of a page concerns links. */
interface LinkedPage {
  /** Its address on the site. */
  readonly path: string;
  /** Where its links lead, as full addresses. */
  readonly links: readonly string[];
  /** What a link may name behind its `#`. */
  readonly ids: readonly string[];
}

/**
 * Finds the links of a site that lead to no page or file of it, or to no part
 * of a page. Links to other sites are nobody's to follow here.
 *
 * @param page A page of the site that is open.
 * @param paths All of its pages.
 * @returns A sentence a link, with the page that it is on.
 */
export async function deadLinks(
  page: Page,
  paths: readonly string[],
): Promise<string[]> {
  const { origin } = new URL(page.url());
  const pages = await page.evaluate(readPages, [...paths]);
  const ids = new Map(pages.map(({ path, ids }) => [path, new Set(ids)]));
  const files = new Map<string, boolean>();
  const faults: string[] = [];
  for (const { path, links } of pages) {
    for (const link of new Set(links)) {
      const to = new URL(link);
      if (to.origin !== origin) continue;
      const anchor = decodeURIComponent(to.hash.slice(1));
      const there = ids.get(to.pathname);
      if (there === undefined) {
        const known = files.get(to.pathname) ?? await exists(to);
        files.set(to.pathname, known);
        if (!known) faults.push(`${path}: no page for the link ${to.pathname}`);
      } else if (anchor !== "" && !there.has(anchor)) {
        faults.push(`${path}: no #${anchor} on ${to.pathname}`);
      }
    }
  }
  return faults;
}

async function exists(url: URL): Promise<boolean> {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.ok;
}

/** Reads pages in the browser, which knows best what a page's links are. */
async function readPages(paths: readonly string[]): Promise<LinkedPage[]> {
  return await Promise.all(paths.map(async (path) => {
    const response = await fetch(path);
    const page = new DOMParser().parseFromString(
      await response.text(),
      "text/html",
    );
    const links = [...page.querySelectorAll("a[href]")].map((link) =>
      new URL(link.getAttribute("href") ?? "", response.url).href
    );
    const ids = [...page.querySelectorAll("[id]")].map(({ id }) => id);
    return { path, links, ids };
  }));
}
