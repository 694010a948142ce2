import type { KnownAsset } from "./_asset.ts";
import { briefIn } from "./_brief.ts";
import type { Facts } from "./_facts.ts";
import { type Finding, findingIn } from "./_finding_text.ts";

/** What an agent reported to which a reading was handed on. */
export interface Report {
  /** The asset whose history it was to read. */
  readonly asset: KnownAsset;
  /** Its report. */
  readonly text: string;
  /** What it found, where it found anything out. */
  readonly finding: Finding | undefined;
}

/** The reports in a conversation, in their order. */
export function reportsIn(facts: Facts): Report[] {
  return facts.outcomes.flatMap(({ failed, call, text }) => {
    const brief = briefIn(call.args);
    if (failed || brief === undefined) return [];
    const report = reportIn(text);
    const finding = findingIn(report, facts);
    return [{ asset: brief.asset, text: report, finding }];
  });
}

/** What the Claude CLI writes before a report, whose lines it indents. */
const HAND_BACK = /^\[Subagent hand-back\].*\n/m;

/** A report without what the Claude CLI puts around it. */
function reportIn(text: string): string {
  const [, framed] = text.split(HAND_BACK);
  return framed === undefined ? text : framed.split("\n")
    .filter((line) => line.startsWith("  ")).map((line) => line.slice(2))
    .join("\n");
}
