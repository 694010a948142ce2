import { fileURLToPath } from "node:url";
import { main } from "../turns/main.ts";

const ROOT = fileURLToPath(import.meta.resolve("../"));

/** When the demo's traces were recorded: what is printed follows no clock. */
const NOW = Date.parse("2026-11-29T18:05:00Z");

/** How the terminal is that turns prints to. */
export interface TerminalLook {
  readonly columns: number;
  readonly color: boolean;
}

/**
 * Runs `turns` in the repository, as a terminal shows it.
 *
 * @param args Its arguments.
 * @param look How the terminal is.
 * @returns What it prints.
 * @throws {Error} If it says anything on stderr, or does not exit with 0.
 */
export async function turnsOutput(
  args: readonly string[],
  look: TerminalLook,
): Promise<string> {
  let output = "";
  const code = await main(args, {
    ...look,
    folder: ROOT,
    env: () => undefined,
    now: () => NOW,
    out: (text) => {
      output += text;
      return Promise.resolve();
    },
    err: (text) => Promise.reject(new Error(text)),
  });
  if (code !== 0) throw new Error(`turns exited with ${code}`);
  return output;
}
