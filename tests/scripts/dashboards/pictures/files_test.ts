import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { grafanaDashboard } from "../../../../scripts/dashboards/grafana/dashboard.ts";
import { PANELS as HONEYCOMB } from "../../../../scripts/dashboards/honeycomb/panels.ts";
import { SEARCHES } from "../../../../scripts/dashboards/jaeger/searches.ts";
import { pictureFiles } from "../../../../scripts/dashboards/pictures/files.ts";
import { MARK } from "../../../../scripts/dashboards/pictures/mark.ts";
import { QUESTIONS } from "../../../../scripts/dashboards/questions.ts";
import { boxesOf, isWithin, overlap } from "./_boxes.ts";
import { elements, parseSvg, textOf } from "./_parse_svg.ts";

const FOLDER = "docs/public/dashboards";
const FILES = pictureFiles();
const PICTURES = Object.entries(FILES).map(([path, text]) => ({
  path,
  text,
  root: parseSvg(text),
}));

/** All that one sees of a picture, as one text. */
function seenOf(path: string): string {
  const picture = PICTURES.find((each) => each.path === path);
  assert(picture !== undefined, `there is no ${path}`);
  return elements(picture.root, "text").map(textOf).join(" ");
}

Deno.test("pictureFiles() makes what is committed", async () => {
  const committed: Record<string, string> = {};
  for await (const { name } of Deno.readDir(FOLDER)) {
    committed[`${FOLDER}/${name}`] = await Deno.readTextFile(
      `${FOLDER}/${name}`,
    );
  }
  assertEquals(Object.keys(committed).sort(), Object.keys(FILES).sort());
  for (const [path, text] of Object.entries(FILES)) {
    assert(
      committed[path] === text,
      `${path} is not what the code makes; run "deno task dashboards"`,
    );
  }
});

Deno.test("pictureFiles() makes the same bytes when it is called again", () => {
  assertEquals(pictureFiles(), FILES);
});

Deno.test("pictureFiles() shows every panel of Grafana's dashboard below its question", () => {
  const names = new Map<string, string>(
    Object.entries(QUESTIONS).map(([name, question]) =>
      [question, name] as const
    ),
  );
  let seen = "";
  let panels = 0;
  for (const { type, title = "" } of grafanaDashboard().panels ?? []) {
    if (type === "row") {
      seen = seenOf(`${FOLDER}/grafana-${names.get(title)}.svg`);
    }
    if (type === "text") continue;
    assertStringIncludes(seen, title);
    panels++;
  }
  assert(panels > 40, `${panels} panels and rows were looked for`);
});

Deno.test("pictureFiles() shows every query of Honeycomb's board below its question", () => {
  for (const { question, title } of HONEYCOMB) {
    const seen = seenOf(`${FOLDER}/honeycomb-${question}.svg`);
    assertStringIncludes(seen, QUESTIONS[question]);
    assertStringIncludes(seen, title);
  }
});

Deno.test("pictureFiles() shows every link of Jaeger's menu", () => {
  const seen = seenOf(`${FOLDER}/jaeger.svg`);
  for (const { label } of SEARCHES) assertStringIncludes(seen, label);
});

Deno.test("pictureFiles() marks every picture as no screenshot", () => {
  for (const { path } of PICTURES) assertStringIncludes(seenOf(path), MARK);
});

Deno.test("pictureFiles() names and describes every picture for who cannot see it", () => {
  const ids = new Set<string>();
  for (const { path, root } of PICTURES) {
    const named = root.attributes["aria-labelledby"]?.split(" ") ?? [];
    const texts = ["title", "desc"].map((name) =>
      root.children.find((child) =>
        typeof child !== "string" && child.name === name
      )
    );
    const found = texts.map((element) =>
      typeof element === "object" ? element.attributes.id : undefined
    );
    assertEquals(named, found, path);
    for (const id of named) {
      assert(!ids.has(id), `${id} is in two pictures`);
      ids.add(id);
    }
  }
});

Deno.test("pictureFiles() keeps every text in its panel, and apart from the others", () => {
  for (const { path, root } of PICTURES) {
    const page = {
      what: "page",
      left: 0,
      right: Number(root.attributes.width),
      top: 0,
      bottom: Number(root.attributes.height),
    };
    const { texts, panels } = boxesOf(root);
    for (const [index, text] of texts.entries()) {
      assert(isWithin(text, page), `"${text.what}" leaves ${path}`);
      const touched = panels.filter((panel) => overlap(text, panel));
      assert(
        touched.length === 0 ||
          (touched.length === 1 && touched.every((box) => isWithin(text, box))),
        `"${text.what}" leaves its panel in ${path}`,
      );
      for (const other of texts.slice(index + 1)) {
        assert(
          !overlap(text, other),
          `"${text.what}" is over "${other.what}" in ${path}`,
        );
      }
    }
  }
});

Deno.test("pictureFiles() keeps every picture below 60 kB", () => {
  for (const { path, text } of PICTURES) {
    assert(new TextEncoder().encode(text).length < 60_000, path);
  }
});

Deno.test("pictureFiles() loads nothing from elsewhere", () => {
  for (const { path, text } of PICTURES) {
    assert(!/href|url\(|@import|<script/.test(text), path);
  }
});
