import { fileURLToPath } from "node:url";
import { builtOnce } from "../process/built_once.ts";
import { LocalError } from "../process/local_error.ts";
import { outputOf } from "../process/output_of.ts";
import { runStep } from "../process/run_step.ts";
import { stateFolder } from "../process/state_folder.ts";

/** Options for {@linkcode installLitellm}. */
export interface InstallOptions {
  /** The file that pip's output is appended to. */
  readonly log: string;
  /** Gives up. */
  readonly signal: AbortSignal;
  /**
   * Is called where there is something to install, which takes a while. What it
   * returns is disposed when that is done.
   */
  readonly onInstall?: () => Disposable;
}

const REQUIREMENTS = fileURLToPath(
  import.meta.resolve("../../deploy/litellm/requirements.txt"),
);

/** Programs that may be a Python for LiteLLM, the most usual first. */
const PYTHONS = [
  "python3",
  "python3.13",
  "python3.12",
  "python3.11",
  "python3.10",
  "python",
];

/** Fails where LiteLLM does not run on this Python, or Python has no `venv`. */
const PROBE = `
import sys, venv, ensurepip
assert (3, 10) <= sys.version_info < (3, 14)
print(sys.version)`;

/**
 * Installs the LiteLLM proxy, in a virtual environment of its own, unless that
 * has been done.
 *
 * @param options Where to log, and how to give up.
 * @returns The path of the `litellm` program.
 * @throws {LocalError} If there is no Python to run it with, or pip fails.
 */
export async function installLitellm(
  { log, signal, onInstall }: InstallOptions,
): Promise<string> {
  const folder = `${await stateFolder("litellm")}/venv`;
  const { python, version } = await findPython(signal);
  await builtOnce({
    folder,
    // A virtual environment knows its own path: a moved one does not work.
    key: [folder, version, await Deno.readTextFile(REQUIREMENTS)].join("\n"),
    signal,
    build: async () => {
      using _progress = onInstall?.();
      const what = "install LiteLLM";
      const venv = ["-m", "venv", folder];
      await runStep({ what, program: python, args: venv, log, signal });
      await runStep({
        what,
        program: `${folder}/bin/python`,
        args: ["-m", "pip", "install", "--no-deps", "-r", REQUIREMENTS],
        env: { PIP_DISABLE_PIP_VERSION_CHECK: "1" },
        log,
        signal,
      });
    },
  });
  return `${folder}/bin/litellm`;
}

async function findPython(
  signal: AbortSignal,
): Promise<{ python: string; version: string }> {
  for (const python of PYTHONS) {
    const version = await outputOf(python, ["-c", PROBE], signal);
    if (version !== undefined) return { python, version };
  }
  throw new LocalError(
    "Cannot install LiteLLM: it takes Python 3.10 to 3.13 with its venv module, and there is none on the PATH; get one with `apt-get install python3-venv` (Debian, Ubuntu) or `brew install python@3.13` (macOS)",
  );
}
