/** How a page is looked at. */
export interface View {
  /** The window's width in pixels. */
  readonly width: number;
  /** What the reader's system prefers. */
  readonly theme: "light" | "dark";
}

/** A phone and a laptop, by day and by night. */
export const VIEWS: readonly View[] = [
  { width: 360, theme: "light" },
  { width: 360, theme: "dark" },
  { width: 1280, theme: "light" },
  { width: 1280, theme: "dark" },
];
