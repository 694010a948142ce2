import { assert, assertEquals } from "@std/assert";
import { deadLinks } from "./_dead_links.ts";
import { FAULTY, pageWith, SCROLLS } from "./_faulty_pages.ts";
import { openBrowser } from "./_open_browser.ts";
import { pagePaths } from "./_page_paths.ts";
import { type ServedFolder, serveFolder } from "./_serve_folder.ts";
import { visit } from "./_visit.ts";

const browser = await openBrowser();
Deno.test.afterAll(() => browser.close());

/** Serves made-up files from a folder of their own, for as long as `use` takes. */
async function serving<T>(
  files: Readonly<Record<string, string>>,
  use: (site: ServedFolder, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    await using site = serveFolder(folder);
    return await use(site, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The faults of a page on a phone. */
function faultsOf(html: string): Promise<string[]> {
  return serving(
    { "page.html": html },
    ({ origin }) =>
      visit(browser, `${origin}/page`, { width: 360, theme: "light" }),
  );
}

for (const [what, html, fault] of FAULTY) {
  Deno.test(`visit() finds the fault when ${what}`, async () => {
    const faults = await faultsOf(html);

    const found = faults.filter((line) => line.includes(fault));
    assert(found.length > 0, `${fault} is not in\n${faults.join("\n")}`);
    assert(found[0]?.startsWith("/page at 360 px, light: "), found[0]);
  });
}

Deno.test("visit() finds nothing in a page whose code scrolls and shows it", async () => {
  const code = "const prompt = largestPromptOf(turns); ".repeat(4);
  const faults = await faultsOf(pageWith(`<pre style="${SCROLLS}">${code}</pre>
    <details><summary>More</summary><p>Folded text</p></details>
    <a style="position: absolute; width: 1px; height: 1px; overflow: hidden">
    Skip to content</a>`));

  assertEquals(faults, []);
});

Deno.test("visit() finds text that is too faint in one theme only", async () => {
  const html = pageWith(
    "<p>Grey</p>",
    "<style>@media (prefers-color-scheme: dark) { p { color: #ddd } }</style>",
  );
  await serving({ "index.html": html }, async ({ origin }) => {
    const light = { width: 1280, theme: "light" } as const;
    assertEquals(await visit(browser, `${origin}/`, light), []);
    assertEquals(
      await visit(browser, `${origin}/`, { ...light, theme: "dark" }),
      ['/ at 1280 px, dark: <p> "Grey" has a contrast of 1.36'],
    );
  });
});

Deno.test("visit() writes the whole page's picture", async () => {
  await serving(
    { "page.html": pageWith('<div style="height: 2000px">Tall</div>') },
    async ({ origin }, folder) => {
      const screenshot = `${folder}/page.png`;
      const view = { width: 360, theme: "light", screenshot } as const;
      await visit(browser, `${origin}/page`, view);

      const png = new DataView((await Deno.readFile(screenshot)).buffer);
      assertEquals(png.getUint32(16), 360);
      assert(png.getUint32(20) > 2000, `${png.getUint32(20)}`);
    },
  );
});

Deno.test("deadLinks() finds links to no page and to no part of one", async () => {
  const files = {
    "index.html": pageWith('<a href="/other#part">x</a><a href="#no">x</a>'),
    "other.html": pageWith(
      '<h2 id="part">Part</h2><a href="./">x</a><a href="/gone">x</a>' +
        '<a href="/other.txt">x</a><a href="/#gone">x</a>' +
        '<a href="https://deno.com/gone">x</a>',
    ),
    "other.txt": "A file",
  };
  const faults = await serving(files, async ({ origin }, folder) => {
    await using page = await browser.newPage();
    await page.goto(origin);
    return await deadLinks(page, await pagePaths(folder));
  });

  assertEquals(faults, [
    "/: no #no on /",
    "/other: no page for the link /gone",
    "/other: no #gone on /",
  ]);
});
