import { fileURLToPath } from "node:url";
import { builtOnce } from "../process/built_once.ts";
import { LocalError } from "../process/local_error.ts";
import { outputOf } from "../process/output_of.ts";
import { runStep } from "../process/run_step.ts";
import { stateFolder } from "../process/state_folder.ts";

/** Options for {@linkcode buildJaeger}. */
export interface BuildOptions {
  /** The file that the compiler's output is appended to. */
  readonly log: string;
  /** Gives up. */
  readonly signal: AbortSignal;
  /**
   * Is called where there is something to build, which takes minutes. What it
   * returns is disposed when that is done.
   */
  readonly onBuild?: () => Disposable;
}

const MODULE = fileURLToPath(import.meta.resolve("../../deploy/jaeger/"));
const PACKAGE = "github.com/jaegertracing/jaeger/cmd/jaeger";

/**
 * Builds Jaeger from its Go module, unless that has been done. What is
 * downloaded is checked against `go.sum`.
 *
 * @param options Where to log, and how to give up.
 * @returns The path of the `jaeger` program.
 * @throws {LocalError} If there is no Go to build it with, or that fails.
 */
export async function buildJaeger(
  { log, signal, onBuild }: BuildOptions,
): Promise<string> {
  const folder = `${await stateFolder("jaeger")}/bin`;
  const sums = await Deno.readTextFile(`${MODULE}go.sum`);
  await builtOnce({
    folder,
    key: sums,
    signal,
    build: async () => {
      await checkGo(signal);
      using _progress = onBuild?.();
      await runStep({
        what: "build Jaeger",
        program: "go",
        // Without the debugger's symbols there is a third less to link.
        args: ["build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o"]
          .concat(`${folder}/jaeger`, PACKAGE),
        cwd: MODULE,
        log,
        signal,
      });
    },
  });
  return `${folder}/jaeger`;
}

/** From 1.21 on, Go fetches the version that a module asks for by itself. */
const OLDEST_GO = 21;

async function checkGo(signal: AbortSignal): Promise<void> {
  const version = await outputOf("go", ["version"], signal);
  const minor = /go1\.(\d+)/.exec(version ?? "")?.[1];
  if (Number(minor) >= OLDEST_GO) return;
  throw new LocalError(
    `Cannot build Jaeger: it takes Go 1.${OLDEST_GO} or newer, and ${
      minor === undefined ? "there is none" : `go1.${minor} is what there is`
    } on the PATH; get it from https://go.dev/dl, or with \`apt-get install golang\` (Debian 13, Ubuntu 24.04) or \`brew install go\` (macOS)`,
  );
}
