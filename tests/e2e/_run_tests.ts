import { fileURLToPath } from "node:url";
import { E2E_VARIABLE, type E2eEnvironment } from "./_environment.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/**
 * Runs the tests of this folder, showing what they print.
 *
 * @param environment What they find.
 * @param signal Stops them.
 * @returns The exit code.
 */
export async function runTests(
  environment: E2eEnvironment,
  signal: AbortSignal,
): Promise<number> {
  signal.throwIfAborted();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "--lock=deno.lock", "--frozen", "--quiet", "--no-prompt"]
      .concat("-P", "tests/e2e/"),
    cwd: ROOT,
    env: { [E2E_VARIABLE]: JSON.stringify(environment) },
    stdin: "null",
    // A group of its own, so that what the tests have started ends with them.
    detached: true,
  }).spawn();
  const stop = () => Deno.kill(-child.pid, "SIGTERM");
  signal.addEventListener("abort", stop);
  const { code } = await child.status;
  signal.removeEventListener("abort", stop);
  return code;
}
