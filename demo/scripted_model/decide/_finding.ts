import {
  analyse,
  type Analysis,
  matchingMode,
  type Movement,
} from "./_analysis.ts";
import type { Facts } from "./_facts.ts";
import { type Finding, findingIn, UNCHANGED } from "./_finding_text.ts";
import { historyIn } from "./_history.ts";
import { objectFrom, objectsIn, text } from "./json.ts";
import { reportsIn } from "./_reports.ts";

/**
 * What the conversation shows: computed from the history in it, else as an
 * agent that read it reported, or as a step before wrote it down.
 */
export function findingOf(facts: Facts): Finding | undefined {
  const analysis = analyse(historyIn(facts));
  if (analysis === undefined) return reportedFinding(facts);
  const name = facts.asset?.id === analysis.asset
    ? facts.asset.name
    : analysis.asset;
  return analysis.since === undefined
    ? unchanged(name, analysis, facts)
    : changed(name, analysis, facts);
}

function reportedFinding(facts: Facts): Finding | undefined {
  const reports = reportsIn(facts);
  if (reports.length > 0) {
    return reports.find(({ asset }) => asset.id === facts.asset?.id)?.finding;
  }
  for (const text of facts.texts) {
    const finding = findingIn(text, facts);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

function unchanged(name: string, analysis: Analysis, facts: Facts): Finding {
  const { days, movements } = analysis;
  return {
    title: `${UNCHANGED} on ${name} from ${days[0]} to ${days.at(-1)}`,
    details:
      `Mean of the first third of the days against the last three days: ${
        described(movements, facts)
      }.`,
    fault: false,
  };
}

function changed(name: string, analysis: Analysis, facts: Facts): Finding {
  const { since = "", leader = "", days, movements } = analysis;
  const mode = matchingMode(facts.result("failure_modes"), movements);
  const cause = mode === undefined
    ? "No known failure mode has these signs: have it inspected"
    : `These are the signs of ${mode.name.toLowerCase()}. ${mode.action}`;
  const label = labelOf(leader, facts).name;
  return {
    title: `${mode?.name ?? "Unexplained change"} on ${name} since ${since}`,
    details: `${label} moved first, on ${since}. Mean before that day against ${
      days.at(-3)
    } to ${days.at(-1)}: ${described(movements, facts)}.\n${cause}.`,
    fault: true,
    mode: mode?.id,
  };
}

function described(movements: readonly Movement[], facts: Facts): string {
  return movements.map(({ sensor, before, after, direction }) => {
    const { name, unit } = labelOf(sensor, facts);
    const share = (after - before) / Math.abs(before) * 100;
    const moved = direction === "steady" || before === 0
      ? direction
      : signed(share);
    return `${name} ${before.toFixed(2)} → ${
      after.toFixed(2)
    }${unit} (${moved})`;
  }).join("; ");
}

function signed(share: number): string {
  return `${share >= 0 ? "+" : ""}${share.toFixed(1)}%`;
}

function labelOf(id: string, facts: Facts): { name: string; unit: string } {
  const listed = objectFrom(facts.result("sensors"));
  const sensor = objectsIn(listed.sensors).find((sensor) => sensor.id === id);
  const unit = text(sensor?.unit) ?? "1";
  return {
    name: text(sensor?.name) ?? id,
    unit: unit === "1" ? "" : ` ${unit}`,
  };
}
