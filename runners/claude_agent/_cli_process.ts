import { type ChildProcess, spawn } from "node:child_process";
import type {
  SpawnedProcess,
  SpawnOptions,
} from "@anthropic-ai/claude-agent-sdk";

/** Milliseconds that the CLI has to end once it is told to. */
const TERM_GRACE = 1_000;

/** Characters of the end of its stderr that are kept. */
const TAIL = 2_048;

/**
 * The CLI's process. The SDK leaves it to end when it likes; a run that is over
 * has nothing of it left.
 */
export class CliProcess implements AsyncDisposable {
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #tail = "";

  /** The program; `undefined` where it did not come to that. */
  command: string | undefined;

  /** The end of what it wrote on stderr. */
  get stderr(): string {
    return this.#tail.trim();
  }

  /** Starts it, as the SDK says. */
  readonly spawn = (
    { command, args, cwd, env }: SpawnOptions,
  ): SpawnedProcess => {
    this.command = command;
    const child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: env as Record<string, string>,
      stdio: ["pipe", "pipe", "pipe"],
      // A group of its own: Ctrl-C is for the run, which then ends the CLI.
      detached: true,
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once("close", () => resolve());
      child.once("error", () => resolve());
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#tail = (this.#tail + text).slice(-TAIL);
    });
    return child;
  };

  /** Ends it, if it has not ended by itself, and waits until it has. */
  async end(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const killing = setTimeout(() => child.kill("SIGKILL"), TERM_GRACE);
    if (child.exitCode === null) child.kill("SIGTERM");
    await this.#ended;
    clearTimeout(killing);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }
}
