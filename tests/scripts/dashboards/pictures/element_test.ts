import { assertEquals } from "@std/assert";
import { element } from "../../../../scripts/dashboards/pictures/element.ts";
import { escapeXml } from "../../../../scripts/dashboards/pictures/escape_xml.ts";
import { parseSvg, textOf } from "./_parse_svg.ts";

Deno.test("element() writes what is read as it was when names hold signs of XML", () => {
  const name = `a<b & "c" > 'd'`;

  const written = element("text", { class: name }, escapeXml(name));

  const read = parseSvg(`${written}\n`);
  assertEquals(read.attributes, { class: name });
  assertEquals(textOf(read), name);
});

Deno.test("element() leaves out attributes that are undefined, and rounds lengths", () => {
  assertEquals(
    element("rect", { x: 1.26, y: 2 / 3, rx: undefined }),
    '<rect x="1.3" y="0.7"/>',
  );
});

Deno.test("escapeXml() puts a mark in the place of what XML cannot hold", () => {
  const text = escapeXml("a\0b\x1b[31mc\ud800d\uffffe\tf");

  assertEquals(text, "a\ufffdb\ufffd[31mc\ufffdd\ufffde\tf");
  assertEquals(textOf(parseSvg(`<text>${text}</text>\n`)), text);
});
