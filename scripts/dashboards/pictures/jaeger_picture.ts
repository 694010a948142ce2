import type { Span } from "../../../turns/source/span.ts";
import { LINK_PATTERNS } from "../jaeger/link_patterns.ts";
import type { Search } from "../jaeger/search.ts";
import { SEARCHES } from "../jaeger/searches.ts";
import { SERVICES } from "../jaeger/services.ts";
import type { Rows } from "../result.ts";
import { drawList } from "./draw_list.ts";
import type { Picture } from "./draw_picture.ts";
import { drawRows } from "./draw_rows.ts";
import type { PanelDrawing } from "./panel_drawing.ts";
import { recorded } from "./recorded.ts";
import { searchSpans } from "./search_spans.ts";

/** The link whose finds are shown. */
const SHOWN = "Prompts of 16k to 32k tokens";

/**
 * The picture of Jaeger's menu, and of what its links find.
 *
 * @returns The picture.
 */
export function jaegerPicture(): Picture {
  const spans = recorded("demo");
  return {
    name: "jaeger",
    question: "What does Jaeger's menu find?",
    of: "Jaeger's page, with deploy/dashboards/jaeger/ui.json",
    panels: [menuPanel(spans), foundPanel(spans), linksPanel()],
  };
}

function menuPanel(spans: readonly Span[]): PanelDrawing {
  const there = SERVICES.filter((name) =>
    spans.some(({ service }) => service === name)
  );
  const missing = SERVICES.filter((name) => !there.includes(name));
  const rows: Rows = {
    kind: "rows",
    columns: ["link", ...there],
    rows: SEARCHES.map((search) => ({
      link: search.label,
      ...Object.fromEntries(
        there.map((service) =>
          [service, searchSpans(spans, service, search).length] as const
        ).filter(([, found]) => found > 0),
      ),
    })),
  };
  return {
    title: "The menu",
    description: [
      "Each service has a group with these links. The numbers are the spans that each finds in the demo's traces; most are for what went wrong, and find none.",
      ...missing.map((name) =>
        `Of ${name} there is none: the demo runs that agent itself, as the service demo.`
      ),
    ].join(" "),
    narrow: false,
    draw: (width) => drawRows(rows, { width, limit: rows.rows.length }),
  };
}

function foundPanel(spans: readonly Span[]): PanelDrawing {
  const search: Search | undefined = SEARCHES.find(({ label }) =>
    label === SHOWN
  );
  const columns = [
    "service",
    "gen_ai.agent.name",
    "turn.index",
    "gen_ai.usage.input_tokens",
    "turn.prompt.delta_tokens",
    "turn.prompt.grew_by",
    "turn.prompt.grew_by_tokens",
  ];
  const found = search === undefined
    ? []
    : SERVICES.flatMap((service) => searchSpans(spans, service, search));
  const rows: Rows = {
    kind: "rows",
    columns,
    rows: found.map(({ service = "", attributes }) => ({
      service,
      ...Object.fromEntries(
        columns.slice(1).flatMap((key) =>
          attributes[key] === undefined ? [] : [[key, attributes[key]]]
        ),
      ),
    })),
  };
  return {
    title: SHOWN,
    description:
      "What this link finds, of all services, and what each turn's span says. Jaeger lists the traces; the turns are in them.",
    narrow: false,
    draw: (width) =>
      drawRows(rows, { width, sortBy: "gen_ai.usage.input_tokens" }),
  };
}

function linksPanel(): PanelDrawing {
  const byKey = Map.groupBy(LINK_PATTERNS, ({ key }) => key ?? "of a trace");
  return {
    title: "Links of a trace and of its attributes",
    description: "What a span's value leads to, for what a menu cannot list.",
    narrow: false,
    draw: (width) =>
      drawList(
        [...byKey].map(([key, patterns]) => ({
          label: key,
          notes: [
            ...new Set(
              patterns.map(({ text }) => text.replace(/, of [\w-]+$/, "")),
            ),
          ],
        })),
        width,
      ),
  };
}
