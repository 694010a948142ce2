import {
  document,
  getComputedStyle,
  type PageElement,
  type Rect,
} from "./dom.ts";
import { isSeen, nameOf, textElements } from "./text.ts";

/**
 * Finds text that a reader cannot get at, because a box or the window cuts it,
 * and boxes that have to be scrolled with nothing that says so.
 *
 * @returns A sentence each.
 */
export function clipped(): string[] {
  const faults: string[] = [];
  for (const [element, texts] of textElements()) {
    const rects = texts.flatMap((text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      return [...range.getClientRects()].filter(({ width }) => width > 0);
    });
    const box = rects.map((rect) => cutBy(element, rect)).find(Boolean);
    if (box) faults.push(`${nameOf(element)} is clipped by ${tagOf(box)}`);
  }
  return [...faults, ...badScrolls()];
}

/** The box that cuts a rectangle in an element, if one does. */
export function cutBy(
  element: PageElement,
  rect: Rect,
): PageElement | undefined {
  let { left, right, top, bottom } = rect;
  for (let at: PageElement | null = element; at; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (at === document.documentElement || at === document.body) continue;
    if (style.position === "fixed") break;
    // Overflow is no matter of what flows with the text.
    if (style.display === "inline" || style.overflow === "visible") continue;
    const outer = at.getBoundingClientRect();
    const x = outer.left + at.clientLeft;
    const y = outer.top + at.clientTop;
    const wide = left < x - 1 || right > x + at.clientWidth + 1;
    const high = top < y - 1 || bottom > y + at.clientHeight + 1;
    if (wide && /hidden|clip/.test(style.overflowX)) return at;
    if (high && /hidden|clip/.test(style.overflowY)) return at;
    // It scrolls to there: from here on it is the box that has to be seen.
    if (wide) ({ left, right } = outer);
    if (high) ({ top, bottom } = outer);
  }
  const width = document.documentElement.clientWidth;
  return left < -1 || right > width + 1 ? document.documentElement : undefined;
}

/**
 * Boxes that scroll sideways, with no shadow and no bar at their edge, and
 * tables that do so on a phone.
 */
export function badScrolls(): string[] {
  return [...document.querySelectorAll("body *")].flatMap((at) => {
    const style = getComputedStyle(at);
    const scrolls = at.scrollWidth > at.clientWidth + 1 &&
      /auto|scroll/.test(style.overflowX);
    if (!scrolls || !isSeen(at) || style.display === "inline") return [];
    const borders = parseFloat(style.borderTopWidth) +
      parseFloat(style.borderBottomWidth);
    const hasBar = at.offsetHeight - at.clientHeight - borders > 1;
    const hasShadow = style.backgroundAttachment.includes("local");
    if (!hasBar && !hasShadow) {
      return [`${nameOf(at)} scrolls sideways, and nothing shows it`];
    }
    // A phone has room for a table's cells, if not beside each other.
    return at.localName === "table" && document.body.clientWidth < 640
      ? [`${nameOf(at)} is wider than a phone`]
      : [];
  });
}

/** An element's tag and classes, without its text. */
export function tagOf(element: PageElement): string {
  return nameOf(element).replace(/>.*/, ">");
}
