import { assertEquals } from "@std/assert";
import { DIST } from "./_dist.ts";
import { deadLinks } from "./_dead_links.ts";
import { openBrowser } from "./_open_browser.ts";
import { pagePaths } from "./_page_paths.ts";
import { serveFolder } from "./_serve_folder.ts";

Deno.test("each link and anchor of the site leads somewhere", async () => {
  await using site = serveFolder(DIST);
  await using browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto(site.origin);

  assertEquals(await deadLinks(page, await pagePaths(DIST)), []);
});
