import type { Browser, Page } from "playwright-core";
import { document } from "./_in_page/dom.ts";
import { pageFaults } from "./_page_faults.ts";
import type { View } from "./_view.ts";

/** How a page is opened. */
export interface VisitOptions extends View {
  /** The file of the page's picture. Without it none is made. */
  readonly screenshot?: string;
}

/**
 * Opens a page as a reader does, and looks for faults.
 *
 * @param browser The browser.
 * @param url The page.
 * @param options The window, and where the picture goes.
 * @returns A line a fault: the page, the width, the theme, and what it is.
 */
export async function visit(
  browser: Browser,
  url: string,
  options: VisitOptions,
): Promise<string[]> {
  const { width, theme, screenshot } = options;
  await using context = await browser.newContext({
    viewport: { width, height: width < 600 ? 780 : 900 },
    colorScheme: theme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const faults = watch(page, new URL(url).origin);
  // What is fetched ahead for the next click is a part of the page.
  await page.goto(url, { waitUntil: "networkidle" });
  await page.evaluate(loadPictures);
  if (screenshot) await page.screenshot({ path: screenshot, fullPage: true });
  await page.evaluate(showAll);
  faults.push(...await pageFaults(page));
  const where = `${new URL(url).pathname} at ${width} px, ${theme}`;
  return [...new Set(faults)].map((fault) => `${where}: ${fault}`);
}

/** Collects what a page complains of, and what it asks for in vain. */
function watch(page: Page, origin: string): string[] {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    faults.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", ({ message }) => faults.push(`error: ${message}`));
  page.on("request", (request) => {
    const { protocol, origin: to } = new URL(request.url());
    if (/^https?:$/.test(protocol) && to !== origin) {
      faults.push(`asks another host: ${request.url()}`);
    }
  });
  page.on("requestfailed", (request) => {
    faults.push(
      `cannot get ${request.url()}: ${request.failure()?.errorText}`,
    );
  });
  page.on("response", (response) => {
    if (response.status() < 400) return;
    faults.push(`${response.url()} answered ${response.status()}`);
  });
  return faults;
}

/** Waits for fonts, and for pictures: some load only where a reader gets to. */
async function loadPictures(): Promise<void> {
  await document.fonts.ready;
  for (const image of document.images) image.setAttribute("loading", "eager");
  const images = [...document.images].filter((image) =>
    image.checkVisibility()
  );
  await Promise.allSettled(images.map((image) => image.decode()));
}

/** Opens what a reader may open: each tab of a code group, and each fold. */
function showAll(): void {
  for (const fold of document.querySelectorAll("details")) {
    fold.setAttribute("open", "");
  }
  for (const tab of document.querySelectorAll(".vp-code-group .blocks > div")) {
    tab.classList.add("active");
  }
}
