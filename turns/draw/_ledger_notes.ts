import { printableLine } from "../../tracing/base/printable.ts";
import type { RunLedger } from "../model/run_ledger.ts";
import { letteredAgents, turnLabels } from "./_turn_labels.ts";

/** More breaks than this are a list that nobody reads: `--json` has them. */
const MOST_BREAKS = 8;

/** Agents of one name stand together: `a to c: data_analyst`. */
function agentNotes(ledger: RunLedger): string[] {
  const agents = [...letteredAgents(ledger.turns).values()];
  const byName = Map.groupBy(agents, ({ agent }) => agent);
  return [...byName].map(([agent, all]) =>
    `${all.map(({ letter }) => letter).join(", ")}: ${
      printableLine(agent)
    }, an agent inside the run`
  );
}

function breakNotes({ turns }: RunLedger): string[] {
  const labels = turnLabels(turns);
  const breaks = turns.flatMap(({ cacheBrokenBy }, i) => {
    if (cacheBrokenBy === undefined) return [];
    const by = cacheBrokenBy === "model" ? "another model" : cacheBrokenBy;
    return [`${labels[i]} by ${printableLine(by)}`];
  });
  if (breaks.length === 0) return [];
  const more = breaks.length > MOST_BREAKS
    ? ` and ${breaks.length - MOST_BREAKS} more`
    : "";
  return [
    `✗: the prompt does not begin as the one before, in turn ${
      breaks.slice(0, MOST_BREAKS).join(", ")
    }${more}`,
  ];
}

/** What is to be known to read the table. */
export function ledgerNotes(ledger: RunLedger, isFolded: boolean): string[] {
  const hasUnknown = ledger.lines.some(({ source }) => source === "unknown");
  return [
    ...(isFolded ? ["A column of several turns holds their sum."] : []),
    ...agentNotes(ledger),
    ...breakNotes(ledger),
    ...(hasUnknown
      ? ["unknown: further calls of a turn, and calls without a ledger"]
      : []),
  ];
}
