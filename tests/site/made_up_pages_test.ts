import { assert, assertEquals } from "@std/assert";
import { deadLinks } from "./_dead_links.ts";
import { openBrowser } from "./_open_browser.ts";
import { pagePaths } from "./_page_paths.ts";
import { type ServedFolder, serveFolder } from "./_serve_folder.ts";
import { visit } from "./_visit.ts";

const browser = await openBrowser();
Deno.test.afterAll(() => browser.close());

/** A page without a fault, and with `body` in it. */
function pageWith(body: string, head = ""): string {
  return `<!doctype html><html lang="en"><head><title>Made up</title>
<meta name="description" content="A page of a test."><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width">${head}
</head><body><h1>Made up</h1>${body}</body></html>`;
}

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

const ROW = "<tr><td>turn.prompt.delta_tokens<td>gen_ai.usage.input_tokens" +
  "<td>agent.prompt.largest_tokens</table>";

const SQUARE =
  "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'></svg>";

/** What is wrong with a page, the page, and what has to be said of it. */
const FAULTY: readonly (readonly [string, string, string])[] = [
  [
    "a table is cut at its right",
    pageWith(`<div style="overflow: hidden"><table>${ROW}</div>`),
    '<td> "agent.prompt.largest_tokens" is clipped by <div>',
  ],
  [
    "a line is cut at its end",
    pageWith(
      '<p style="white-space: nowrap; overflow: hidden; text-overflow: ' +
        `ellipsis">${"many words ".repeat(9)}</p>`,
    ),
    "is clipped by <p>",
  ],
  [
    "text lies beside the window",
    pageWith('<p style="position: absolute; left: -60px">Left of it</p>'),
    '<p> "Left of it" is clipped by <html>',
  ],
  [
    "a table scrolls and does not look so",
    pageWith(`<table style="display: block; overflow: auto">${ROW}`),
    "scrolls sideways, and nothing shows it",
  ],
  [
    "the page scrolls sideways",
    pageWith('<div class="wide" style="width: 900px">Wide</div>'),
    'the page is 908 px wide and scrolls sideways: <div.wide> "Wide"',
  ],
  [
    "text is too faint",
    pageWith('<p style="color: #949494">Hardly there</p>'),
    '<p> "Hardly there" has a contrast of 3.03',
  ],
  [
    "text is faded",
    pageWith('<p style="opacity: 0.4">Hardly there</p>'),
    '<p> "Hardly there" has a contrast of',
  ],
  [
    "text is too small",
    pageWith('<p style="font-size: 9px">Tiny</p>'),
    '<p> "Tiny" is only 9 px high',
  ],
  [
    "a paragraph is smaller than text is elsewhere",
    pageWith('<div class="vp-doc"><p style="font-size: 15px">Small</p></div>'),
    '<p> "Small" is only 15 px high',
  ],
  [
    "the console has an error",
    pageWith('<script>console.error("No such turn")</script>'),
    "console error: No such turn",
  ],
  [
    "the console has a warning",
    pageWith('<script>console.warn("Hydration")</script>'),
    "console warning: Hydration",
  ],
  [
    "a script fails",
    pageWith('<script>throw new Error("Broken")</script>'),
    "error: Broken",
  ],
  [
    "another host is asked",
    pageWith('<script src="https://cdn.example/lib.js"></script>'),
    "asks another host: https://cdn.example/lib.js",
  ],
  [
    "a file is missing",
    pageWith("", '<link rel="stylesheet" href="/gone.css">'),
    "/gone.css answered 404",
  ],
  [
    "a picture is none",
    pageWith('<img alt="A trace" src="data:image/png;base64,AAAA">'),
    '<img src="data:image/png;base64,AAAA"> did not load',
  ],
  [
    "a picture has no words",
    pageWith(`<img src="data:image/svg+xml,${encodeURIComponent(SQUARE)}">`),
    ": no alt",
  ],
  [
    "a drawing has no words",
    pageWith(SQUARE.replace("<svg", '<svg role="img"')),
    "<svg>: no label",
  ],
  [
    "a level of heading is left out",
    pageWith("<h3>Third</h3>"),
    '<h3> "Third" leaves out a level of heading',
  ],
  [
    "there are two headings of level 1",
    pageWith("<h1>Again</h1>"),
    "the page has 2 headings of level 1",
  ],
  [
    "it has no title",
    pageWith("").replace("<title>Made up</title>", ""),
    "the page has no title",
  ],
  [
    "it has no description",
    pageWith("").replace(/<meta name="description".*>/, ""),
    "the page has no description",
  ],
];

for (const [what, html, fault] of FAULTY) {
  Deno.test(`visit() finds the fault when ${what}`, async () => {
    const faults = await faultsOf(html);

    const found = faults.filter((line) => line.includes(fault));
    assert(found.length > 0, `${fault} is not in\n${faults.join("\n")}`);
    assert(found[0]?.startsWith("/page at 360 px, light: "), found[0]);
  });
}

Deno.test("visit() finds nothing in a page whose table scrolls and shows it", async () => {
  const faults = await faultsOf(pageWith(`<table style="display: block;
    overflow: auto; background: linear-gradient(#0001, #0002) local">${ROW}
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
