import { byHand } from "./by_hand.ts";
import { recorded } from "./recorded.ts";
import { Told } from "./told.ts";

/**
 * Who makes the spans; `told` makes them by hand, and tells of the prompts, too.
 */
export type Maker = "by-hand" | "told" | "recorded";

/** Runs an agent of so many turns. */
export type Agent = (turns: number, withRequests: boolean) => Promise<void>;

/**
 * Looks up the agent whose spans somebody makes.
 *
 * @param maker Who makes them.
 * @returns The agent.
 */
export function agentOf(maker: Maker): Agent {
  if (maker === "recorded") return recorded;
  if (maker === "by-hand") return byHand;
  return (turns, withRequests) => byHand(turns, withRequests, new Told());
}
