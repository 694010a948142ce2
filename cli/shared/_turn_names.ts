import type { TrajectoryTurn } from "@turnspan/turnspan";

/**
 * Names the turns of a run for people. Turns are counted within their agent, so
 * that a number alone could be any agent's; and a sub-agent may be started
 * several times, also side by side: each but the first has a number.
 */
export class TurnNames {
  /** What started each agent of a name, in order of appearance. */
  readonly #starts = new Map<string, string[]>();

  /** Names a turn: `turn 2 of data_analyst #2`. */
  nameOf({ index, agent, depth, parentCallId }: TrajectoryTurn): string {
    const starts = this.#starts.get(agent) ?? [];
    this.#starts.set(agent, starts);
    const start = `${depth} ${parentCallId}`;
    if (!starts.includes(start)) starts.push(start);
    const place = starts.indexOf(start);
    return `turn ${index} of ${agent}${place === 0 ? "" : ` #${place + 1}`}`;
  }
}
