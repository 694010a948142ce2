/** A page without a fault, and with `body` in it. */
export function pageWith(body: string, head = ""): string {
  return `<!doctype html><html lang="en"><head><title>Made up</title>
<meta name="description" content="A page of a test."><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width">${head}
</head><body><h1>Made up</h1>${body}</body></html>`;
}

/** The last row of a table that is wider than a phone. */
const ROW = "<tr><td>turn.prompt.delta_tokens<td>gen_ai.usage.input_tokens" +
  "<td>agent.prompt.largest_tokens</table>";

/** A box that scrolls and looks so. */
export const SCROLLS = "display: block; overflow: auto; " +
  "background: linear-gradient(#0001, #0002) local";

const SQUARE =
  "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'></svg>";

/** What is wrong with a page, the page, and what has to be said of it. */
export const FAULTY: readonly (readonly [string, string, string])[] = [
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
    "a line is cut at its foot",
    pageWith('<p style="height: 9px; overflow: hidden">Half a line</p>'),
    '<p> "Half a line" is clipped by <p>',
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
    "a table does not fit on a phone",
    pageWith(`<table style="${SCROLLS}">${ROW}`),
    "is wider than a phone",
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
    "text in a fold is too faint",
    pageWith(
      "<details><summary>More</summary>" +
        '<p style="color: #949494">Hardly there</p></details>',
    ),
    '<p> "Hardly there" has a contrast of 3.03',
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
    "a request fails",
    pageWith('<script src="https://cdn.example/lib.js"></script>'),
    "cannot get https://cdn.example/lib.js: net::ERR_NAME_NOT_RESOLVED",
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
