import { FIND_THE_DAY } from "./_demo_steps.ts";
import type { Facts, Outcome } from "./_facts.ts";
import { findingText } from "./_finding_text.ts";
import { findingOf } from "./_finding.ts";
import { historyIn, wasPutAway } from "./_history.ts";
import { isJson } from "../../../tracing/base/json.ts";
import { text } from "./json.ts";
import { reportsIn } from "./_reports.ts";

const LONGEST_QUOTE = 300;

/** What the model says when there is nothing left to call. */
export function answerFrom(facts: Facts): string {
  const finding = findingOf(facts);
  const onlyFinding = facts.brief !== undefined ||
    facts.task.includes(FIND_THE_DAY);
  const failed = failures(facts);
  if (onlyFinding && finding !== undefined) {
    // An empty line ends the finding for who reads it again.
    const notes = failed.length === 0 ? [] : ["", ...failed];
    return [findingText(finding), ...notes].join("\n");
  }
  const lines = finding === undefined ? withoutFinding(facts) : [
    `${finding.title}.`,
    finding.details,
    ...comparisons(facts),
    ...workOrders(facts),
  ];
  return [...lines, ...failed].join("\n");
}

/** What other agents reported of other assets. */
function comparisons(facts: Facts): string[] {
  return reportsIn(facts).filter(({ asset }) => asset.id !== facts.asset?.id)
    .map(({ finding, text }) =>
      `For comparison: ${finding?.title ?? shortened(text)}.`
    );
}

function withoutFinding(facts: Facts): string[] {
  const listed = facts.list("assets");
  if (facts.result("assets") !== undefined && facts.asset === undefined) {
    const names = listed.map(({ name }) => text(name) ?? "").join(", ");
    return [`The question names no asset that exists. There are: ${names}`];
  }
  if (facts.asset !== undefined && facts.called.has("history")) {
    return [
      `Its history does not tell whether ${facts.asset.name} changed`,
      ...workOrders(facts),
    ];
  }
  const quotes = facts.outcomes.filter(({ failed }) => !failed).map(quote);
  return quotes.length > 0
    ? [`What the tools said about "${facts.question}":`, ...quotes]
    : ["No tool result says anything about this"];
}

function workOrders(facts: Facts): string[] {
  const created = facts.result("create");
  const own = isJson(created) ? created.id : undefined;
  const pending = facts.list("list").filter(({ id, status }) =>
    id !== own && status !== "done"
  );
  return [
    ...pending.map(({ id, title, status, created }) =>
      `Before: work order ${id}, "${title}", ${status}, of ${created}.`
    ),
    ...(isJson(created)
      ? [
        `Now: work order ${created.id}, priority ${created.priority}, ${created.status}.`,
      ]
      : []),
  ];
}

/** What failed here, and what other agents say of what failed there. */
function failures(facts: Facts): string[] {
  const known = historyIn(facts) !== undefined;
  const failed = facts.outcomes.filter((outcome) =>
    outcome.failed && !(known && wasPutAway(outcome))
  );
  return [
    ...failed.map(({ tool, text }) =>
      `Could not use ${tool}: ${shortened(text)}`
    ),
    ...reportsIn(facts).flatMap(({ text }) => text.split("\n\n").slice(1)),
  ];
}

function quote({ tool, text }: Outcome): string {
  return `- ${tool}: ${shortened(text)}`;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LONGEST_QUOTE
    ? `${line.slice(0, LONGEST_QUOTE).toWellFormed()}…`
    : line;
}
