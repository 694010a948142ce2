import {
  document,
  getComputedStyle,
  type PageElement,
  type PageText,
} from "./dom.ts";
/**
 * Finds the elements with text of their own that a reader sees: not what is for
 * screen readers only, and not what a menu that is closed keeps.
 *
 * @returns Each with its text.
 */
export function textElements(): Map<PageElement, PageText[]> {
  const found = new Map<PageElement, PageText[]>();
  const onlyText = 4;
  const walker = document.createTreeWalker(document.body, onlyText);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement;
    // VitePress fills a heading's anchor with a space of no width.
    if (!element || !/[^\s\u200b]/.test(text.data)) continue;
    if (element.closest("svg, script, style, noscript")) continue;
    const texts = found.get(element);
    if (texts) texts.push(text);
    else if (isSeen(element)) found.set(element, [text]);
  }
  return found;
}

/** Whether an element is there for those who see the page. */
export function isSeen(element: PageElement): boolean {
  if (!element.checkVisibility({ opacityProperty: true })) return false;
  if (getComputedStyle(element).visibility !== "visible") return false;
  for (let at: PageElement | null = element; at; at = at.parentElement) {
    const { clip, overflow } = getComputedStyle(at);
    const { width, height } = at.getBoundingClientRect();
    const isDot = width <= 1 && height <= 1 && overflow === "hidden";
    if (isDot || clip === "rect(0px, 0px, 0px, 0px)") return false;
  }
  return true;
}

/** An element, so that a person finds it: its tag, its classes and its text. */
export function nameOf(element: PageElement): string {
  const names = element.getAttribute("class")?.trim().split(/\s+/) ?? [];
  const tag = [element.localName, ...names.slice(0, 2)].join(".");
  const text = (element.textContent ?? "").replaceAll(/\s+/g, " ").trim();
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return shown === "" ? `<${tag}>` : `<${tag}> "${shown}"`;
}
