import { fileURLToPath } from "node:url";
import { runDeno } from "../_helpers/run_deno.ts";
import { E2E_VARIABLE, type E2eEnvironment } from "./_environment.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/**
 * Runs the tests of this folder, showing what they print.
 *
 * @param environment What they find.
 * @param signal Stops them.
 * @returns The exit code.
 */
export function runTests(
  environment: E2eEnvironment,
  signal: AbortSignal,
): Promise<number> {
  const args = ["test", "--lock=deno.lock", "--frozen", "--quiet"]
    .concat("--no-prompt", "-P", "tests/e2e/");
  const env = { [E2E_VARIABLE]: JSON.stringify(environment) };
  return runDeno(args, { cwd: ROOT, env, signal });
}
