import process from "node:process";
import { traceRunner } from "@turnspan/turnspan/openai-agents";

/** The signals that a command is interrupted by. */
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

type Agents = typeof import("@openai/agents");

let loaded: Promise<Agents> | undefined;

/**
 * Imports the OpenAI Agents SDK, and undoes once what that sets going.
 *
 * Its signal handlers end the process where nobody else listens in Node's way,
 * while ours would still be ending spans and flushing. Its export to the
 * vendor wakes up every five seconds, although none of our runs feeds it.
 */
export function loadAgents(): Promise<Agents> {
  return loaded ??= load();
}

async function load(): Promise<Agents> {
  const before = SIGNALS.map((signal) => process.listeners(signal));
  const agents = await import("@openai/agents");
  for (const [place, signal] of SIGNALS.entries()) {
    for (const listener of process.listeners(signal)) {
      if (!before[place]?.includes(listener)) process.off(signal, listener);
    }
  }
  // First of all, since it says so where this version cannot be used.
  traceRunner(agents.Runner);
  agents.setTraceProcessors([]);
  return agents;
}
