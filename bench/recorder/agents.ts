import { byHand } from "./by_hand.ts";
import { recorded } from "./recorded.ts";

/** Who makes the spans. */
export type Maker = "by-hand" | "recorded";

/** Runs an agent of so many turns. */
export type Agent = (turns: number, withRequests: boolean) => Promise<void>;

/**
 * Looks up the agent whose spans somebody makes.
 *
 * @param maker Who makes them.
 * @returns The agent.
 */
export function agentOf(maker: Maker): Agent {
  return maker === "by-hand" ? byHand : recorded;
}
