import { assert } from "@std/assert";
import { DIST } from "./_dist.ts";
import { siteEnvironment } from "./_environment.ts";
import { openBrowser } from "./_open_browser.ts";
import { pagePaths } from "./_page_paths.ts";
import { serveFolder } from "./_serve_folder.ts";
import { VIEWS } from "./_view.ts";
import { visit } from "./_visit.ts";

const { screenshots } = siteEnvironment();
const site = serveFolder(DIST);
const browser = await openBrowser();

Deno.test.afterAll(async () => {
  await browser.close();
  await site[Symbol.asyncDispose]();
});

for (const path of await pagePaths(DIST)) {
  const name = path.slice(1).replaceAll("/", "-") || "index";

  Deno.test(`${path} has no fault on a phone and on a laptop, light and dark`, async () => {
    const faults = await Promise.all(
      VIEWS.map(({ width, theme }) =>
        visit(browser, site.origin + path, {
          width,
          theme,
          screenshot: `${screenshots}/${name}.${width}.${theme}.png`,
        })
      ),
    );
    assert(faults.flat().length === 0, faults.flat().join("\n"));
  });
}
