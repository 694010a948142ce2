import { drawPanels } from "./draw_panels.ts";
import { element } from "./element.ts";
import { escapeXml } from "./escape_xml.ts";
import { MARK } from "./mark.ts";
import type { PanelDrawing } from "./panel_drawing.ts";
import { paragraph } from "./paragraph.ts";
import { moved } from "./moved.ts";
import { stacked } from "./stacked.ts";
import { STYLE } from "./style.ts";

/** What a picture is of. */
export interface Picture {
  /** Its name among the pictures, which its ids begin with. */
  readonly name: string;
  /** The question that it answers. */
  readonly question: string;
  /** Whose panels these are. */
  readonly of: string;
  readonly panels: readonly PanelDrawing[];
  /**
   * How wide it is. A page of the site has room for 720 pixels, a telephone for
   * half of that: the narrower, the larger its letters there.
   *
   * @default {720}
   */
  readonly width?: number;
}

const MARGIN = 18;

/**
 * Draws a whole picture, as the text of an SVG file.
 *
 * @param picture What it is of.
 * @returns The text of the file, the same for the same picture.
 */
export function drawPicture(picture: Picture): string {
  const { name, question, of, panels, width = 720 } = picture;
  const mark = `${of}. ${MARK}.`;
  const room = width - 2 * MARGIN;
  const { height, body } = stacked([
    stacked([paragraph(question, room, "question"), paragraph(mark, room)], 2),
    drawPanels(panels, room),
  ], 12);
  const all = Math.ceil(height + 2 * MARGIN);
  return `${
    element(
      "svg",
      {
        xmlns: "http://www.w3.org/2000/svg",
        viewBox: `0 0 ${width} ${all}`,
        width,
        height: all,
        role: "img",
        "aria-labelledby": `${name}-title ${name}-desc`,
      },
      `\n${element("title", { id: `${name}-title` }, escapeXml(question))}`,
      `\n${
        element(
          "desc",
          { id: `${name}-desc` },
          escapeXml(`${mark} Panels: ${titlesOf(panels)}.`),
        )
      }`,
      `\n${element("style", {}, escapeXml(STYLE))}\n`,
      element("rect", { class: "page", width, height: all, rx: 10 }),
      moved(body, MARGIN, MARGIN),
      "\n",
    )
  }\n`;
}

const titlesOf = (panels: readonly PanelDrawing[]) =>
  panels.map(({ title }) => title).join("; ");
