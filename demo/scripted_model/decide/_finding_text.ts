import type { Facts } from "./_facts.ts";
import { text } from "./json.ts";

/** How the title of a finding begins where nothing is wrong. */
export const UNCHANGED = "No lasting change";

const MARK = "Finding: ";

/** What is wrong with an asset, or that nothing is. */
export interface Finding {
  /** One line. */
  readonly title: string;
  /** The rest: the numbers and what they mean. */
  readonly details: string;
  /** Whether something changed for the worse or the unknown. */
  readonly fault: boolean;
  /** The failure mode's id, where one matches. */
  readonly mode?: string | undefined;
}

/** A finding as text that a later step, or another agent, can read again. */
export function findingText({ title, details }: Finding): string {
  return `${MARK}${title}\n${details}`;
}

/** The finding in a text, up to the first empty line. */
export function findingIn(report: string, facts: Facts): Finding | undefined {
  const start = report.indexOf(MARK);
  if (start < 0) return undefined;
  const [title = "", ...rest] = report.slice(start + MARK.length)
    .split(/\n|\\n/);
  const end = rest.indexOf("");
  const details = rest.slice(0, end < 0 ? rest.length : end).join("\n");
  const mode = facts.list("failure_modes").find(({ name }) =>
    title.startsWith(`${text(name)} on `)
  );
  return {
    title,
    details,
    fault: !title.startsWith(UNCHANGED),
    mode: text(mode?.id),
  };
}
