// deno-lint-ignore-file no-console -- the log itself is what cannot be written
import { endProcess } from "../../processes/end_process.ts";

/** The program of a process, and where its output goes. */
export interface ProcessInit {
  /** The program: a path, or a name that is looked up. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Set besides the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** The file that its stdout and stderr are appended to. */
  readonly log: string;
  /**
   * The signal that stops it.
   *
   * @default {"SIGTERM"}
   */
  readonly stopSignal?: "SIGTERM" | "SIGKILL";
}

/** Milliseconds that a process has to end after the first signal. */
const GRACE_MS = 5_000;

/** Milliseconds for reading what an ended process had written. */
const DRAIN_MS = 500;

/** The processes that have not ended. */
const running = new Set<LoggedProcess>();

/**
 * Ends at once all processes that this program has started: for a program that
 * ends without leaving its blocks. They are groups of their own, and would
 * outlive it.
 */
export function killAll(): void {
  for (const process of running) process.kill("SIGKILL");
}

/** A process with all that it starts in turn, and a log of what they write. */
export class LoggedProcess implements AsyncDisposable {
  readonly log: string;
  /** Resolves when it has ended and its log is whole. Never rejects. */
  readonly ended: Promise<Deno.CommandStatus>;
  readonly #pid: number;
  readonly #stopSignal: Deno.Signal;
  #running = true;
  #warned = false;

  /**
   * Starts it.
   *
   * @throws {Deno.errors.NotFound} If there is no such program.
   */
  constructor(init: ProcessInit) {
    const { program, args, cwd, env = {}, log } = init;
    this.log = log;
    this.#stopSignal = init.stopSignal ?? "SIGTERM";
    const child = new Deno.Command(program, {
      args: [...args],
      env: { ...env },
      ...(cwd === undefined ? {} : { cwd }),
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      // A group of its own: a compiler's or an installer's own children are
      // stopped with it, and a terminal's Ctrl-C reaches it through us alone.
      detached: true,
    }).spawn();
    this.#pid = child.pid;
    running.add(this);
    this.ended = this.#watch(child);
  }

  /** Sends a signal to it and to all that it started. */
  kill(signal: Deno.Signal): void {
    if (!this.#running) return;
    try {
      Deno.kill(-this.#pid, signal);
    } catch (error) {
      // The last of them has ended a moment ago; some systems refuse to signal
      // what nobody has waited for yet.
      if (
        error instanceof Deno.errors.NotFound ||
        error instanceof Deno.errors.PermissionDenied
      ) return;
      throw error;
    }
  }

  /** Stops it, and by SIGKILL where it does not end within five seconds. */
  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this, GRACE_MS, this.#stopSignal);
  }

  async #watch(child: Deno.ChildProcess): Promise<Deno.CommandStatus> {
    const outputs = [child.stdout.getReader(), child.stderr.getReader()];
    const written = Promise.all(outputs.map((output) => this.#write(output)));
    const status = await child.status;
    const late = setTimeout(() => {
      // What it has started may hold its output open, and ends with it.
      this.kill(this.#stopSignal);
      for (const output of outputs) output.cancel().catch(() => {});
    }, DRAIN_MS);
    await written;
    clearTimeout(late);
    this.#running = false;
    running.delete(this);
    return status;
  }

  /** Appends an output to the log. It is read whether that works or not. */
  async #write(
    output: ReadableStreamDefaultReader<Uint8Array>,
  ): Promise<void> {
    while (true) {
      const chunk = await output.read().catch(() => undefined);
      if (chunk === undefined || chunk.done) return;
      // A file's writable stream would hold lines back: whoever follows the log
      // would see nothing for minutes.
      await Deno.writeFile(this.log, chunk.value, { append: true }).catch(
        (error) => this.#warnOfLog(error),
      );
    }
  }

  /** Says once that the log is not whole: a server is not to end by that. */
  #warnOfLog(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const reason = error instanceof Error ? error.message : error;
    console.error(`Cannot write all of the log "${this.log}": ${reason}`);
  }
}

/** The last lines of a log, which say why something failed. */
export async function tailOf(log: string, lines = 8): Promise<string> {
  const text = await Deno.readTextFile(log).catch(() => "");
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}
