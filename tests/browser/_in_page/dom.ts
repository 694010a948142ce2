/**
 * The browser, as far as the functions look at it that run in a page. The types
 * of all of it (`lib="dom"`) would change those of every other file that is
 * checked together with these.
 *
 * @module
 */

/** A rectangle in the window, in pixels. */
export interface Rect {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

/** What can be searched by selectors. */
interface Searchable {
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** An element. */
export interface PageElement extends Searchable {
  readonly id: string;
  readonly localName: string;
  readonly textContent: string | null;
  readonly parentElement: PageElement | null;
  readonly classList: { add(name: string): void };
  readonly clientLeft: number;
  readonly clientTop: number;
  readonly clientWidth: number;
  readonly clientHeight: number;
  readonly scrollWidth: number;
  readonly offsetHeight: number;
  checkVisibility(options?: { readonly opacityProperty: boolean }): boolean;
  closest(selector: string): PageElement | null;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  getBoundingClientRect(): Rect;
}

/** A picture. */
export interface PageImage extends PageElement {
  readonly naturalWidth: number;
  decode(): Promise<void>;
}

/** A piece of text, which is in one element. */
export interface PageText {
  readonly data: string;
  readonly parentElement: PageElement | null;
}

/** Paints one pixel, to learn what a colour is. */
export interface Canvas {
  fillStyle: string;
  clearRect(x: number, y: number, width: number, height: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  getImageData(
    ...area: [x: number, y: number, width: number, height: number]
  ): { readonly data: Iterable<number> };
}

/** The page. */
interface PageDocument extends Searchable {
  readonly title: string;
  readonly body: PageElement;
  readonly documentElement: PageElement;
  readonly images: Iterable<PageImage>;
  readonly fonts: { readonly ready: Promise<unknown> };
  createTreeWalker(
    root: PageElement,
    what: number,
  ): { nextNode(): PageText | null };
  createRange(): {
    selectNodeContents(node: PageText | PageElement): void;
    getClientRects(): Iterable<Rect>;
  };
}

/** How an element is drawn in the end. */
type PageStyle = Readonly<
  Record<
    | "backgroundAttachment"
    | "backgroundColor"
    | "borderBottomWidth"
    | "borderTopWidth"
    | "clip"
    | "display"
    | "fontSize"
    | "fontWeight"
    | "opacity"
    | "overflow"
    | "overflowX"
    | "overflowY"
    | "position"
    | "visibility"
    | "webkitTextFillColor",
    string
  >
>;

/** What stands behind the names below in a page. */
interface Browser {
  readonly document: PageDocument;
  readonly getComputedStyle: (element: PageElement) => PageStyle;
  readonly OffscreenCanvas: new (width: number, height: number) => {
    getContext(kind: "2d", options: { willReadFrequently: boolean }): Canvas;
  };
  readonly DOMParser: new () => {
    parseFromString(html: string, type: "text/html"): PageDocument;
  };
}

// There is none of it in Deno, where no function that uses it is called: the
// browser is given their source, in which the names are the browser's own.
export const { document, getComputedStyle, OffscreenCanvas, DOMParser } =
  globalThis as unknown as Browser;
