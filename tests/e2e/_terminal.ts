import { fail } from "@std/assert";
import { LoggedProcess, tailOf } from "../../servers/process/logged_process.ts";

/** What is typed into a terminal. */
export interface TerminalInit {
  readonly cwd: string;
  /** What all that it prints is kept in. */
  readonly log: string;
  readonly env?: Readonly<Record<string, string>>;
}

const DEADLINE_MS = 120_000;
const INTERVAL_MS = 100;

/** A terminal that a script of a page was typed into. Leaving its block ends it. */
export class Terminal implements AsyncDisposable {
  readonly #process: LoggedProcess;
  readonly #log: string;
  #code: number | undefined;

  constructor(script: string, { cwd, log, env = {} }: TerminalInit) {
    this.#log = log;
    this.#process = new LoggedProcess({
      program: "bash",
      args: ["-ec", script],
      cwd,
      log,
      // Else a task of the page's would take paths for those of our own task.
      env: { INIT_CWD: cwd, ...env },
    });
    this.#process.ended.then(({ code }) => this.#code = code);
  }

  /**
   * Waits until it has printed something.
   *
   * @throws {AssertionError} If it ends before, or not in two minutes.
   */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    const deadline = performance.now() + DEADLINE_MS;
    for (;;) {
      const ended = this.#code;
      const found = pattern.exec(
        await Deno.readTextFile(this.#log).catch(none),
      );
      if (found !== null) return found;
      if (ended !== undefined || performance.now() > deadline) {
        fail(`${pattern} is not in ${this.#log}:\n${await tailOf(this.#log)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
    }
  }

  /** Waits for its end, and returns its exit code. */
  async ended(): Promise<number> {
    return (await this.#process.ended).code;
  }

  /** Presses Ctrl-C, and returns the exit code. */
  interrupt(): Promise<number> {
    this.#process.kill("SIGINT");
    return this.ended();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}

function none(): string {
  return "";
}
