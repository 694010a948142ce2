import { printableLine } from "../../tracing/base/printable.ts";
import type { Finding } from "../model/finding.ts";
import { count } from "./format.ts";

/** Turns in a row are told as `3 to 6`. */
function turnList(turns: readonly number[]): string {
  const parts: number[][] = [];
  for (const turn of turns) {
    const last = parts.at(-1);
    if (last !== undefined && last[last.length - 1] === turn - 1) {
      last.push(turn);
    } else parts.push([turn]);
  }
  return parts.flatMap((part) =>
    part.length < 3 ? part.map(String) : [`${part[0]} to ${part.at(-1)}`]
  ).join(", ");
}

function whereOf({ what, runner, scenario, agent, turn }: Finding): string {
  const ofRunner = scenario === undefined
    ? runner
    : `${runner} (scenario ${scenario})`;
  if (agent === undefined) return ofRunner;
  const isSaid = agent === runner || agent.startsWith(`${runner} >`);
  const inside = isSaid && scenario === undefined ? "" : ` in ${ofRunner}`;
  const isWhole = what === "agent gone" || what === "agent new";
  const which = turn === undefined || isWhole
    ? agent
    : `turn ${turn} of ${agent}`;
  return which + inside;
}

/** How much more it is, and than what. */
function moreThan({ what, value, against }: Finding): string {
  const more = `${count(value - against)} more than ${count(against)}`;
  if (against === 0) {
    return what.endsWith("limit") ? more : "none in the baseline";
  }
  const percent = 100 * (value - against) / against;
  const said = percent < 1 ? "<1" : `+${percent.toFixed(0)}`;
  return `${more} (${said} %)`;
}

function mostly({ source, sourceTokens }: Finding, verb: string): string {
  if (source === undefined) return "";
  const tokens = sourceTokens === undefined ? "" : ` ${count(sourceTokens)}`;
  return `, ${verb} ${source}${tokens}`;
}

function alsoIn(finding: Finding): string {
  const { turn, turns = [], otherAgents = [], overRun } = finding;
  const others = turns.filter((one) => one !== turn);
  const also = others.length === 0
    ? ""
    : `; also in turn${others.length === 1 ? "" : "s"} ${turnList(others)}`;
  const inside = otherAgents.length === 0
    ? ""
    : `; also in ${otherAgents.join(", ")}`;
  const over = overRun === undefined || also + inside === ""
    ? ""
    : `, ${count(overRun)} more over the run`;
  return also + inside + over;
}

/** How many there are of something. */
const some = (n: number, what: string) =>
  `${n === 0 ? "no" : count(n)} ${what}${n === 1 ? "" : "s"}`;

function howMuch(finding: Finding): string {
  const { what, value, against, source = "", grewBy = [] } = finding;
  const tokens = `${count(value)} tokens`;
  switch (what) {
    case "runs missing":
      return `${some(value, "run")}, the baseline has ${count(against)}`;
    case "run new":
      return `${some(value, "run")}, none in the baseline; --update adds it`;
    case "agent new":
    case "turns more":
      return `${some(value, "turn")}, the baseline has ${
        against === 0 ? "none" : count(against)
      }; ${count(finding.overRun ?? 0)} tokens more${
        mostly(finding, "most of it")
      }`;
    case "agent gone":
    case "turns gone":
      return `${some(value, "turn")}, the baseline has ${count(against)}`;
    case "prompt grew": {
      const by = grewBy.map(({ source, tokens }) =>
        `${source} +${count(tokens)}`
      ).join(", ");
      return `${tokens}, ${moreThan(finding)}${by === "" ? "" : `, by ${by}`}${
        alsoIn(finding)
      }`;
    }
    case "run grew":
      return `${tokens}, ${moreThan(finding)}`;
    case "prompt over the limit":
    case "total over the limit":
      return `${tokens}, ${moreThan(finding)}${mostly(finding, "most of it")}${
        alsoIn(finding)
      }`;
    case "growth over the limit":
      return `+${tokens}, ${moreThan(finding)}${mostly(finding, "by")}${
        alsoIn(finding)
      }`;
    default:
      return `${source} ${tokens}, ${moreThan(finding)}${alsoIn(finding)}`;
  }
}

/**
 * Writes a finding as one line: what, where, by how much.
 *
 * @param finding The finding.
 * @returns The line.
 */
export function findingLine(finding: Finding): string {
  // It begins with a word of ours: a log's reader may act on its beginning.
  const { what, run } = finding;
  const inRun = run === undefined ? "" : `; run ${run}`;
  return printableLine(
    `${what}: ${whereOf(finding)}: ${howMuch(finding)}${inRun}`,
  );
}
