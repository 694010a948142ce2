import { element } from "./element.ts";
import { escapeXml } from "./escape_xml.ts";
import { fitted } from "./fitted.ts";
import type { TextStyle } from "./text_style.ts";

/** Where and how a text stands. */
export interface LabelOptions {
  readonly x: number;
  /** Its base line. */
  readonly y: number;
  readonly style: TextStyle;
  /** How wide it may be. What is longer is cut, and told in full on hovering. */
  readonly width: number;
  /**
   * Which end of it is at `x`.
   *
   * @default {"start"}
   */
  readonly anchor?: "start" | "middle" | "end";
  /** What is told on hovering, where it is not the text itself. */
  readonly hint?: string;
}

/**
 * Writes one line of text.
 *
 * @param text The text.
 * @param options Where it stands, how it is written, and how wide it may be.
 * @returns The element; nothing for an empty text.
 */
export function label(text: string, options: LabelOptions): string {
  const { x, y, style, width, anchor = "start", hint } = options;
  if (text === "") return "";
  const shown = fitted(text, width, style);
  const told = hint ?? (shown === text ? undefined : text);
  return element(
    "text",
    {
      x,
      y,
      class: style,
      "text-anchor": anchor === "start" ? undefined : anchor,
    },
    ...(told === undefined ? [] : [element("title", {}, escapeXml(told))]),
    escapeXml(shown),
  );
}
