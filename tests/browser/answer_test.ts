import { assertEquals } from "@std/assert";
import { DIST } from "./_dist.ts";
import { document, type PageElement } from "./_in_page/dom.ts";
import { openBrowser } from "./_open_browser.ts";
import { serveFolder } from "./_serve_folder.ts";

/** What `turns` answers: the sentence that the project is about. */
const ANSWER = "sent the largest prompt";

for (const width of [360, 1280]) {
  for (const path of ["/quick-start", "/command-line"]) {
    Deno.test(`the answer on ${path} is read to its end at ${width} px without scrolling`, async () => {
      await using site = serveFolder(DIST);
      await using browser = await openBrowser();
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      await page.goto(site.origin + path);

      const line = page.locator("pre .line", { hasText: ANSWER });
      assertEquals(await line.evaluate(isInItsBox), true);
    });
  }
}

/** Whether all of a line's text is where its block shows it at first. */
function isInItsBox(line: PageElement): boolean {
  const text = document.createRange();
  text.selectNodeContents(line);
  const box = line.closest("pre")!.getBoundingClientRect();
  return [...text.getClientRects()].every(({ left, right }) =>
    left >= box.left && right <= box.right
  );
}
