import { assertEquals } from "@std/assert";
import { runProgram } from "./_program.ts";

/** The spans of the agent's one run, by name. */
export const AGENT_SPANS: readonly string[] = [
  "agent.run",
  "agent.turn",
  "chat gpt-5",
  "tool.call",
];

/**
 * Runs the agent, whose answer and exit code tracing may never change.
 *
 * @returns What it wrote to stderr.
 */
export async function runAgent(
  env: Record<string, string>,
  input: unknown = {},
): Promise<string> {
  const { code, stdout, stderr } = await runProgram("agent", {
    env,
    input,
    // Less than the 10 s that a batch may take: nothing may wait for that.
    killAfterMs: 6000,
  });
  assertEquals({ code, stdout }, { code: 0, stdout: "the answer\n" });
  return stderr;
}

/** The same, with a collector. */
export function runAgentFor(
  url: string,
  env: Record<string, string> = {},
  input: unknown = {},
): Promise<string> {
  return runAgent({ OTEL_EXPORTER_OTLP_ENDPOINT: url, ...env }, input);
}
