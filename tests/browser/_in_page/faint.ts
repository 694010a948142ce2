import {
  type Canvas,
  getComputedStyle,
  OffscreenCanvas,
  type PageElement,
} from "./dom.ts";
import { nameOf, textElements } from "./text.ts";

/** Red, green and blue from 0 to 255, and how opaque it is from 0 to 1. */
export type Color = readonly [number, number, number, number];

/**
 * Finds text that stands out too little from its background for WCAG's level
 * AA: 4.5 to 1, for large text 3 to 1.
 *
 * @returns A sentence each.
 */
export function faint(): string[] {
  const canvas = new OffscreenCanvas(1, 1)
    .getContext("2d", { willReadFrequently: true });
  const faults: string[] = [];
  for (const element of textElements().keys()) {
    if (element.closest(":disabled, [aria-disabled=true]")) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 ||
      size >= 18.66 && Number(style.fontWeight) >= 700;
    const ratio = contrast(element, canvas);
    if (ratio >= (isLarge ? 3 : 4.5)) continue;
    faults.push(`${nameOf(element)} has a contrast of ${ratio.toFixed(2)}`);
  }
  return faults;
}

/** How an element's text stands out from what is behind it, from 1 to 21. */
export function contrast(
  element: PageElement,
  canvas: Canvas,
): number {
  const layers: Color[] = [];
  let opacity = 1;
  for (let at: PageElement | null = element; at; at = at.parentElement) {
    const style = getComputedStyle(at);
    const layer = colorOf(style.backgroundColor, canvas);
    layers.push(layer);
    opacity *= Number(style.opacity);
    if (layer[3] === 1) break;
  }
  const white: Color = [255, 255, 255, 1];
  const behind = layers.reduceRight((below, layer) => mix(layer, below), white);
  const text = colorOf(
    getComputedStyle(element).webkitTextFillColor,
    canvas,
  );
  const faded: Color = [text[0], text[1], text[2], text[3] * opacity];
  const pair = [luminance(mix(faded, behind)), luminance(behind)] as const;
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}

/** Any colour of CSS, as the browser paints it. */
export function colorOf(
  css: string,
  canvas: Canvas,
): Color {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = css;
  canvas.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
}

/** A colour upon an opaque one. */
export function mix(above: Color, below: Color): Color {
  const part = (i: 0 | 1 | 2) =>
    above[i] * above[3] + below[i] * (1 - above[3]);
  return [part(0), part(1), part(2), 1];
}

/** The relative luminance of WCAG. */
export function luminance([r, g, b]: Color): number {
  const linear = (part: number) =>
    part / 255 <= 0.04045
      ? part / 255 / 12.92
      : ((part / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}
