import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import type {
  SpawnedProcess,
  SpawnOptions,
} from "@anthropic-ai/claude-agent-sdk";
import { endProcess } from "../../processes/end_process.ts";
import { endOfText } from "../../tracing/privacy/cut_text.ts";
import { redactSecrets } from "../../tracing/privacy/redact.ts";

/** Milliseconds that the CLI has to end by SIGTERM. */
const TERM_GRACE = 1_000;

/** Milliseconds for reading what an ended process had written. */
const DRAIN = 200;

/** Characters of the end of its stderr that are shown. */
const TAIL = 2_048;

/** Characters that are kept: secrets are still to be taken out, whole ones. */
const KEPT = 8 * TAIL;

/**
 * The CLI's process. The SDK does not wait for its end; here it ends with the
 * run, with all that it has started.
 */
export class CliProcess implements AsyncDisposable {
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #tail = "";

  /** The program; `undefined` before it is started. */
  command: string | undefined;

  /** The end of what it wrote on stderr. */
  get stderr(): string {
    return endOfText(redactSecrets(this.#tail), TAIL).trim();
  }

  /** How it ended, in words; `undefined` where it has not, or never started. */
  get exit(): string | undefined {
    const { signalCode, exitCode } = this.#child ?? {};
    if (signalCode) return `it was ended by ${signalCode}`;
    return typeof exitCode !== "number" || exitCode < 0
      ? undefined
      : `it exited with code ${exitCode}`;
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
    this.#ended = ended(child);
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#tail = (this.#tail + text).slice(-KEPT);
    });
    return child;
  };

  /** Ends it, if it has not ended by itself, and waits until it has. */
  async end(): Promise<void> {
    const kill = (signal: Deno.Signal) => killGroup(this.#child, signal);
    await endProcess({ kill, ended: this.#ended }, TERM_GRACE);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }
}

/** Sends a signal to a process and to all that it has started. */
function killGroup(child: ChildProcess | undefined, signal: Deno.Signal): void {
  if (child?.pid === undefined || child.exitCode !== null) return;
  try {
    // A negative id is that of a group; Windows has none.
    process.kill(Deno.build.os === "windows" ? child.pid : -child.pid, signal);
  } catch {
    // It has ended.
  }
}

/** Resolves once nothing of a process is left. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("error", () => {
      // Or the SDK takes it for a running one, and sets a timer to end it.
      Object.defineProperty(child, "exitCode", { value: -1 });
      resolve();
    });
    child.once("exit", () => {
      // A grandchild may hold a pipe open.
      const late = setTimeout(() => {
        for (const stream of child.stdio) stream?.destroy();
        resolve();
      }, DRAIN);
      child.once("close", () => {
        clearTimeout(late);
        resolve();
      });
    });
  });
}
