import { TEXT_STYLES } from "./text_style.ts";

/** Colours of the series of a chart, told apart in light and dark. */
export const SERIES_COLOURS = 10;

const LIGHT =
  "--page:#fff;--panel:#f6f6f9;--ink:#26262c;--soft:#5f5f6b;--line:#dcdce4;--c0:#3451b2;--c1:#b5560b;--c2:#13795b;--c3:#9a2f7d;--c4:#6a6a14;--c5:#4f7f9f;--c6:#7a4a2b;--c7:#c22f3d;--c8:#2a9aa0;--c9:#77777f";
const DARK =
  "--page:#1b1b1f;--panel:#232329;--ink:#e6e6ea;--soft:#a5a5b2;--line:#3a3a43;--c0:#93a5ff;--c1:#f0a35e;--c2:#5fcfa6;--c3:#e695cd;--c4:#cfcf6a;--c5:#8fc3e6;--c6:#c9a07d;--c7:#ff8d95;--c8:#6fd9de;--c9:#b4b4bd";

const texts = Object.entries(TEXT_STYLES).map(([name, { size, bold }]) =>
  `.${name}{font-size:${size}px${bold ? ";font-weight:600" : ""}}`
);
const colours = Array.from(
  { length: SERIES_COLOURS },
  (_, index) => `.c${index}{fill:var(--c${index});stroke:var(--c${index})}`,
);

/**
 * How everything looks: fonts of the system, and colours that follow the
 * reader's choice of light or dark.
 */
export const STYLE: string = [
  `svg{${LIGHT}}`,
  `@media(prefers-color-scheme:dark){svg{${DARK}}}`,
  `text{font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;fill:var(--ink);font-variant-numeric:tabular-nums}`,
  ...texts,
  `.note{fill:var(--soft)}`,
  `.page{fill:var(--page)}.panel{fill:var(--panel);stroke:var(--line)}.rule{stroke:var(--line)}.track{fill:var(--line)}`,
  ...colours,
  `rect[class^=c],circle{stroke:none}polyline[class^=c]{fill:none;stroke-width:2}`,
].join("\n");
