import { assert, assertEquals } from "@std/assert";
import type { Browser, Page } from "playwright-core";
import { DIST } from "./_dist.ts";
import { openBrowser } from "./_open_browser.ts";
import { serveFolder } from "./_serve_folder.ts";

/** Opens the quick start in a window of a width, for as long as `use` takes. */
async function onPage(
  width: number,
  use: (page: Page, origin: string) => Promise<void>,
): Promise<void> {
  await using site = serveFolder(DIST);
  await using browser: Browser = await openBrowser();
  const page = await browser.newPage({
    viewport: { width, height: 780 },
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  await page.goto(`${site.origin}/quick-start`, { waitUntil: "networkidle" });
  // The page can be read before it hears a click: Vue says here that it does.
  await page.waitForFunction("document.querySelector('#app').__vue_app__");
  await use(page, site.origin);
}

for (const width of [360, 1280]) {
  Deno.test(`the search leads from a word to its page at ${width} px`, async () => {
    await onPage(width, async (page, origin) => {
      await page.click("#local-search button");
      await page.fill("#localsearch-input", "handoff");
      const found = page.locator("main", { hasText: /handoff/i });
      assertEquals(await found.count(), 0);
      const result = page.locator("#localsearch-list a").first();
      const link = await result.getAttribute("href") ?? "";
      await result.click();
      await page.waitForURL(origin + link);

      // The address changes first, and the page when its file has come.
      await found.waitFor();
    });
  });
}

Deno.test("the theme's switch turns the page dark, and it stays so", async () => {
  await onPage(1280, async (page) => {
    const background = () =>
      page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const light = await background();
    await page.locator("button.VPSwitchAppearance:visible").click();
    const dark = await background();
    assert(dark !== light, dark);
    await page.reload({ waitUntil: "networkidle" });

    assertEquals(await background(), dark);
  });
});

Deno.test("the phone's two menus lead to the other pages", async () => {
  await onPage(360, async (page, origin) => {
    await page.click(".VPNavBarHamburger");
    await page.click('.VPNavScreen a[href="/spans"]');
    await page.waitForURL(`${origin}/spans`);
    await page.locator("main h1", { hasText: "The spans" }).waitFor();
    await page.click(".VPLocalNav button.menu");
    await page.click('.VPSidebar a[href="/install"]');
    await page.waitForURL(`${origin}/install`);
    await page.locator("main h1", { hasText: "Install" }).waitFor();
  });
});

Deno.test("the phone's list of headings leads down the page", async () => {
  await onPage(360, async (page) => {
    await page.click(".VPLocalNavOutlineDropdown > button");
    await page.click('.VPLocalNavOutlineDropdown a[href="#where-next"]');

    await page.waitForFunction("scrollY > innerHeight");
    assertEquals(new URL(page.url()).hash, "#where-next");
  });
});
