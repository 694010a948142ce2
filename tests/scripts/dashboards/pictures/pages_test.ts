import { assert, assertEquals } from "@std/assert";
import { pictureFiles } from "../../../../scripts/dashboards/pictures/files.ts";
import { QUESTIONS } from "../../../../scripts/dashboards/questions.ts";
import { elements, parseSvg, textOf } from "./_parse_svg.ts";

const DOCS = new URL("../../../../docs/", import.meta.url);
const PICTURES = pictureFiles();
const PAGES = [
  "dashboards.md",
  "backends/tempo.md",
  "backends/grafana-cloud.md",
  "backends/honeycomb.md",
  "backends/jaeger.md",
];

/** A page as the site has it, with what it includes: a published page has no pictures. */
async function read(page: string): Promise<string> {
  let text = await Deno.readTextFile(new URL(page, DOCS));
  for (const [line, path = ""] of text.matchAll(/<!--@include: @\/(\S+)-->/g)) {
    text = text.replace(line, await Deno.readTextFile(new URL(path, DOCS)));
  }
  return text;
}

/** All that one sees of a picture, as one text. */
function seenOf(path: string): string {
  const text = PICTURES[`docs/public/dashboards/${path}`];
  assert(text !== undefined, `there is no picture ${path}`);
  return elements(parseSvg(text), "text").map(textOf).join(" ");
}

Deno.test("pictureFiles() holds every number that a page tells of a picture", async () => {
  for (const page of PAGES) {
    const text = await read(page);
    const images = [
      ...text.matchAll(/!\[([^\]]*)\]\(\/dashboards\/([^)]*)\)/g),
    ];
    assert(images.length > 0, `${page} has no picture`);
    for (const [, told = "", path = ""] of images) {
      const seen = seenOf(path);
      assert(told.length > 40, `${page} does not tell what is in ${path}`);
      for (const [number] of told.matchAll(/\d+(?:,\d{3})+/g)) {
        assert(seen.includes(number), `${page}: no ${number} in ${path}`);
      }
    }
    assert(/not a\s+screenshot/.test(text), `${page} does not say what it is`);
  }
});

Deno.test("pictureFiles() makes every picture that the page of dashboards links to", async () => {
  const linked = new Set(
    [...(await read("dashboards.md")).matchAll(/\(\/(dashboards\/[^)]*)\)/g)]
      .map(([, path]) => `docs/public/${path}`),
  );

  assertEquals([...linked].sort(), Object.keys(PICTURES).sort());
});

Deno.test("QUESTIONS are each answered on the page of dashboards", async () => {
  const rows = (await read("dashboards.md")).split("\n")
    .filter((line) => line.startsWith("|"));
  for (const question of Object.values(QUESTIONS)) {
    const found = rows.filter((row) => row.includes(question));
    assertEquals(found.length, 2, question);
  }
});
