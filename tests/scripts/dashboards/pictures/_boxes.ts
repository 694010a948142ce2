import { measured } from "../../../../scripts/dashboards/pictures/measured.ts";
import {
  TEXT_STYLES,
  type TextStyle,
} from "../../../../scripts/dashboards/pictures/text_style.ts";
import { type Element, textOf } from "./_parse_svg.ts";

/** A part of a picture, with the room that it takes. */
export interface Box {
  readonly what: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The texts of a picture, and its panels, where they stand on the whole. */
export function boxesOf(root: Element): { texts: Box[]; panels: Box[] } {
  const texts: Box[] = [];
  const panels: Box[] = [];
  const visit = (element: Element, x: number, y: number): void => {
    const { name, attributes } = element;
    const [, dx = 0, dy = 0] = /^translate\((\S+) (\S+)\)$/
      .exec(attributes.transform ?? "")?.map(Number) ?? [];
    if (name === "text") texts.push(textBox(element, x + dx, y + dy));
    if (attributes.class === "panel") {
      panels.push(rectBox(attributes, x + dx, y + dy));
    }
    for (const child of element.children) {
      if (typeof child !== "string") visit(child, x + dx, y + dy);
    }
  };
  visit(root, 0, 0);
  return { texts, panels };
}

function textBox(element: Element, dx: number, dy: number): Box {
  const { attributes } = element;
  const style = attributes.class ?? "";
  if (!isStyle(style)) throw new TypeError(`No style of a text: ${style}`);
  const what = textOf(element);
  const width = measured(what, style);
  const x = dx + Number(attributes.x);
  const y = dy + Number(attributes.y);
  const anchor = attributes["text-anchor"] ?? "start";
  const left = x -
    (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
  return {
    what,
    left,
    right: left + width,
    top: y - TEXT_STYLES[style].size * 0.75,
    bottom: y + 2,
  };
}

function rectBox(
  attributes: Readonly<Record<string, string>>,
  dx: number,
  dy: number,
): Box {
  const left = dx + Number(attributes.x);
  const top = dy + Number(attributes.y);
  return {
    what: "panel",
    left,
    right: left + Number(attributes.width),
    top,
    bottom: top + Number(attributes.height),
  };
}

const isStyle = (name: string): name is TextStyle =>
  Object.hasOwn(TEXT_STYLES, name);

/** Whether one box is within another, but for what rounding makes. */
export function isWithin(box: Box, outer: Box): boolean {
  return box.left >= outer.left - 1 && box.right <= outer.right + 1 &&
    box.top >= outer.top - 1 && box.bottom <= outer.bottom + 1;
}

/** Whether two boxes have room in common, but for what rounding makes. */
export function overlap(one: Box, other: Box): boolean {
  return one.left < other.right - 1 && other.left < one.right - 1 &&
    one.top < other.bottom - 1 && other.top < one.bottom - 1;
}
