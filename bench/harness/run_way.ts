import { fileURLToPath } from "node:url";
import { untraced } from "../shared/untraced.ts";
import { FOLDER, SMOKE } from "../suite.ts";
import { BenchError } from "./bench_error.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/** Characters of its stderr that an error shows. */
const SHOWN = 2_000;

/** Minutes after which a process is taken to hang. */
const MOST_MINUTES = 5;

/** What a process of a suite is started with. */
export interface Started {
  /** What Deno is started with. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that is removed after the suite. */
  readonly folder: string;
  readonly smoke: boolean;
  /** Kills it. */
  readonly signal: AbortSignal;
}

/**
 * Runs a process of a suite to its end, or kills it with all that it started.
 *
 * @param name What an error calls it.
 * @param started What it is started with.
 * @returns What it printed on stdout.
 * @throws {BenchError} If it fails or hangs.
 * @throws What the signal was aborted with.
 */
export async function runProcess(
  name: string,
  { args, env, folder, smoke, signal }: Started,
): Promise<string> {
  signal.throwIfAborted();
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: ROOT,
    clearEnv: true,
    env: {
      ...untraced(),
      NO_COLOR: "1",
      TMPDIR: folder,
      [FOLDER]: folder,
      ...(smoke ? { [SMOKE]: "1" } : {}),
      ...env,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    // A group of its own, so that what it has started ends with it.
    detached: true,
  }).spawn();
  let hangs = false;
  const kill = () => killGroup(child.pid);
  const timer = setTimeout(() => {
    hangs = true;
    kill();
  }, MOST_MINUTES * 60_000);
  signal.addEventListener("abort", kill, { once: true });
  try {
    const { success, code, stdout, stderr } = await child.output();
    signal.throwIfAborted();
    if (success) return new TextDecoder().decode(stdout);
    const why = hangs
      ? `it took more than ${MOST_MINUTES} minutes`
      : `it ended with ${code}`;
    const said = new TextDecoder().decode(stderr).trim().slice(-SHOWN);
    throw new BenchError(`Cannot measure "${name}": ${why}\n${said}`.trim());
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", kill);
  }
}

/**
 * Kills at once: what it wrote goes with the folder, and nothing else of it is
 * to be kept.
 */
function killGroup(leader: number): void {
  try {
    Deno.kill(-leader, "SIGKILL");
  } catch {
    // It has ended a moment ago.
  }
}

/**
 * Reads the figures in the last line that a way printed.
 *
 * @param name What an error calls the way.
 * @param printed What it printed.
 * @param keys The figures that it has to have.
 * @returns The figures.
 * @throws {BenchError} If it printed none, or one is missing or no number.
 */
export function readFigures(
  name: string,
  printed: string,
  keys: readonly string[],
): Record<string, number> {
  const line = printed.trim().split("\n").at(-1) ?? "";
  let figures: Record<string, unknown>;
  try {
    figures = JSON.parse(line);
  } catch {
    const state = line === "" ? "printed nothing" : `printed ${line}`;
    throw new BenchError(
      `Cannot measure "${name}": it ${state} where one JSON object was expected`,
    );
  }
  return Object.fromEntries(keys.map((key) => {
    const value = figures?.[key];
    if (typeof value === "number") return [key, value];
    throw new BenchError(
      `Cannot measure "${name}": "${key}" is no number in ${line}`,
    );
  }));
}
