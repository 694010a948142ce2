import { document, getComputedStyle, type PageElement } from "./dom.ts";
import { isSeen, nameOf, textElements } from "./text.ts";

/** Finds a page that scrolls sideways, and the first that sticks out of it. */
export function sideways(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter((element) =>
    element.getBoundingClientRect().right > clientWidth + 1 && isSeen(element)
  );
  const culprit = wide[0] ? `: ${nameOf(wide[0])}` : "";
  return [`the page is ${scrollWidth} px wide and scrolls sideways${culprit}`];
}

/** Finds text too small to read: of paragraphs and lists, and of the rest. */
export function small(): string[] {
  return [...textElements().keys()].flatMap((element) => {
    const prose = element.closest(".vp-doc :is(p, li):not(.custom-block *)");
    const size = parseFloat(getComputedStyle(prose ?? element).fontSize);
    return size < (prose ? 16 : 12)
      ? [`${nameOf(element)} is only ${size} px high`]
      : [];
  });
}

/** Finds pictures that did not load, or that say nothing to who hears them. */
export function pictures(): string[] {
  const faults: string[] = [];
  for (const image of document.images) {
    const name = `<img src="${image.getAttribute("src")}">`;
    // A logo beside the site's name may be silent, a picture of a page not.
    const isContent = image.closest("#VPContent, main") !== null;
    const alt = image.getAttribute("alt");
    if (alt === null || isContent && alt === "") faults.push(`${name}: no alt`);
    if (!isSeen(image)) continue;
    if (image.naturalWidth === 0) faults.push(`${name} did not load`);
  }
  for (const drawing of document.querySelectorAll("svg[role=img]")) {
    const label = drawing.getAttribute("aria-label") ??
      drawing.querySelector("title")?.textContent;
    if (!label) faults.push(`${nameOf(drawing)}: no label`);
  }
  return faults;
}

/** Finds headings out of order: one h1, and no level left out below it. */
export function headings(): string[] {
  const content = document.querySelector("#VPContent") ?? document.body;
  const all = [...content.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const level = (heading?: PageElement) => Number(heading?.localName[1] ?? 0);
  const jumps = all.filter((at, i) => level(at) > level(all[i - 1]) + 1);
  const first = all.filter((at) => level(at) === 1).length;
  return [
    ...first === 1 ? [] : [`the page has ${first} headings of level 1`],
    ...jumps.map((at) => `${nameOf(at)} leaves out a level of heading`),
  ];
}

/** Finds what search engines and tabs show, where it is missing. */
export function summary(): string[] {
  const meta = document.querySelector("meta[name=description]");
  return [
    ...document.title.trim() ? [] : ["the page has no title"],
    ...meta?.getAttribute("content") ? [] : ["the page has no description"],
  ];
}
