import { FIND_THE_DAY } from "./_demo_steps.ts";
import type { Facts, Outcome } from "./_facts.ts";
import { findingOf, findingText } from "./_finding.ts";
import { isObject, text } from "./_json.ts";

const LONGEST_QUOTE = 300;

/** What the model says when there is nothing left to call. */
export function answerFrom(facts: Facts): string {
  const finding = findingOf(facts);
  const onlyFinding = facts.task.includes(FIND_THE_DAY);
  if (onlyFinding && finding !== undefined) {
    return [findingText(finding), ...failures(facts)].join("\n");
  }
  const said = finding === undefined
    ? withoutFinding(facts)
    : [`${finding.title}.`, finding.details, ...workOrders(facts)];
  return [...said, ...failures(facts)].join("\n");
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
  const own = isObject(created) ? created.id : undefined;
  const pending = facts.list("list").filter(({ id, status }) =>
    id !== own && status !== "done"
  );
  return [
    ...pending.map(({ id, title, status, created }) =>
      `Before: work order ${id}, "${title}", ${status}, of ${created}.`
    ),
    ...(isObject(created)
      ? [
        `Now: work order ${created.id}, priority ${created.priority}, ${created.status}.`,
      ]
      : []),
  ];
}

function failures(facts: Facts): string[] {
  return facts.outcomes.filter(({ failed }) => failed).map((outcome) =>
    `Could not use ${outcome.tool}: ${shortened(outcome.text)}`
  );
}

function quote({ tool, text }: Outcome): string {
  return `- ${tool}: ${shortened(text)}`;
}

function shortened(said: string): string {
  const line = said.replace(/\s+/g, " ").trim();
  return line.length > LONGEST_QUOTE
    ? `${line.slice(0, LONGEST_QUOTE)}…`
    : line;
}
