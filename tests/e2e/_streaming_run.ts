import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { AGENT_TIMEOUT_MS } from "./_agent_run.ts";

const AGENT = fileURLToPath(import.meta.resolve("./_streaming_agent.ts"));

/**
 * Runs the agent of `_streaming_agent.ts`, whose prompts are small.
 *
 * @param args The wire format, and the model.
 * @param env Where the model is, and where the spans go.
 * @returns Its trace's id.
 */
export async function runStreaming(
  args: readonly [api: string, model: string],
  env: Record<string, string>,
): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--lock=deno.lock", "--frozen"]
      .concat("--allow-all", AGENT, ...args),
    env,
    stdin: "null",
    signal: AbortSignal.timeout(AGENT_TIMEOUT_MS),
  }).output();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  return decoder.decode(stdout).trim();
}
