import process from "node:process";

/** The signals that a command is interrupted by. */
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Imports the OpenAI Agents SDK, and undoes what that sets going.
 *
 * Its signal handlers end the process where nobody else listens in Node's way,
 * while ours would still be ending spans and flushing. Its export to the
 * vendor wakes up every five seconds, although none of our runs feeds it.
 */
export async function loadAgents(): Promise<typeof import("@openai/agents")> {
  const before = SIGNALS.map((signal) => process.listeners(signal));
  const agents = await import("@openai/agents");
  for (const [place, signal] of SIGNALS.entries()) {
    for (const listener of process.listeners(signal)) {
      if (!before[place]?.includes(listener)) process.off(signal, listener);
    }
  }
  agents.setTraceProcessors([]);
  return agents;
}
