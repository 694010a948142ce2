import type { KnownAsset } from "./_asset.ts";
import { readBrief } from "./_brief.ts";
import type { Facts } from "./_facts.ts";
import { type Finding, findingIn } from "./_finding_text.ts";
import { text } from "./_json.ts";

/** What an agent that a reading was handed to came back with. */
export interface Report {
  /** The asset whose history it was to read. */
  readonly asset: KnownAsset;
  /** What it said. */
  readonly text: string;
  /** What it found, where it found anything out. */
  readonly finding?: Finding;
}

/** The reports in a conversation, in the order in which they came. */
export function reportsIn(facts: Facts): Report[] {
  return facts.outcomes.flatMap(({ failed, call, text: said }) => {
    const brief = readBrief(text(call.args.description) ?? "");
    if (failed || brief === undefined) return [];
    const finding = findingIn(said, facts);
    return [{
      asset: brief.asset,
      text: said,
      ...(finding === undefined ? {} : { finding }),
    }];
  });
}
