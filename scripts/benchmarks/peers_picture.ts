import type { Results, SuiteResult } from "../../bench/harness/results.ts";
import { summarize } from "../../bench/harness/summary.ts";
import { type Bar, drawBars } from "../dashboards/pictures/draw_bars.ts";
import type { Drawing } from "../dashboards/pictures/drawing.ts";
import { element } from "../dashboards/pictures/element.ts";
import { escapeXml } from "../dashboards/pictures/escape_xml.ts";
import { moved } from "../dashboards/pictures/moved.ts";
import { paragraph } from "../dashboards/pictures/paragraph.ts";
import { stacked } from "../dashboards/pictures/stacked.ts";
import { STYLE } from "../dashboards/pictures/style.ts";

/** Where it is, below the root of the site. */
export const PEERS_PICTURE = "benchmarks/peers.svg";

const TITLE = "Added processor time a turn, in milliseconds";
const WIDTH = 720;
const MARGIN = 18;
const ROOM = WIDTH - 2 * MARGIN;

/** The colour of our bars, and of the others. */
const OURS = 1;
const OTHERS = 0;

/**
 * Draws what each way to trace an agent adds to a turn, a block of bars for
 * each framework, the shortest first.
 *
 * @param results What `deno task bench` measured.
 * @returns The text of the SVG file.
 */
export function peersPicture(results: Results): string {
  const { height, body } = stacked([
    paragraph(TITLE, ROOM, "question"),
    ...frameworks(results).map(block),
  ], 16);
  const all = Math.ceil(height + 2 * MARGIN);
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${WIDTH} ${all}`,
      ...{ width: WIDTH, height: all, role: "img" },
      "aria-labelledby": "peers-title peers-desc",
    },
    element("title", { id: "peers-title" }, escapeXml(TITLE)),
    element("desc", { id: "peers-desc" }, escapeXml(peersInWords(results))),
    `\n${element("style", {}, escapeXml(STYLE))}\n`,
    element("rect", { class: "page", width: WIDTH, height: all, rx: 10 }),
    moved(body, MARGIN, MARGIN),
  ) + "\n";
}

/**
 * Says what the picture shows.
 *
 * @param results What `deno task bench` measured.
 * @returns A sentence for each framework.
 */
export function peersInWords(results: Results): string {
  const sentences = frameworks(results).map((suite) =>
    `${nameOf(suite)}: ${
      bars(suite).map(({ label, value }) => `${label} ${value.toFixed(2)}`)
        .join("; ")
    }.`
  );
  return [`${TITLE}.`, ...sentences].join(" ");
}

/**
 * Shows the picture on a page, as a link to itself.
 *
 * @param results What `deno task bench` measured.
 * @returns Markdown.
 */
export function peersPictureOnPage(results: Results): string {
  const words = peersInWords(results);
  return `[![${words}](/${PEERS_PICTURE})](/${PEERS_PICTURE})\n`;
}

/** The suites of the peers whose ways add to a bare agent. */
function frameworks({ suites }: Results): SuiteResult[] {
  return suites.filter(({ name, bare }) =>
    name.startsWith("peers-") && bare === "bare"
  );
}

function nameOf({ title }: SuiteResult): string {
  return title.replace(/^Peers: /, "");
}

function bars(suite: SuiteResult): Bar[] {
  return summarize(suite, "cpu").flatMap(({ way, added }) => {
    const colour = way.startsWith("turnspan") ? OURS : OTHERS;
    return added === undefined ? [] : [{ label: way, value: added, colour }];
  }).toSorted((a, b) => a.value - b.value);
}

function block(suite: SuiteResult): Drawing {
  return stacked([
    paragraph(nameOf(suite), ROOM, "title"),
    drawBars(bars(suite), { width: ROOM, limit: 20 }),
  ], 6);
}
