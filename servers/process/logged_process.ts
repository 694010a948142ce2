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
  /** Resolves when it has ended and its log is whole. */
  readonly ended: Promise<Deno.CommandStatus>;
  readonly #pid: number;
  readonly #stopSignal: Deno.Signal;
  #running = true;

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
      // The last of them has ended a moment ago.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  /** Stops it, and by SIGKILL where it does not end within five seconds. */
  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this, GRACE_MS, this.#stopSignal);
  }

  async #watch(child: Deno.ChildProcess): Promise<Deno.CommandStatus> {
    const append = async (stream: ReadableStream<Uint8Array>) => {
      // A file's writable stream would hold lines back: whoever follows the log
      // would see nothing for minutes.
      for await (const chunk of stream) {
        await Deno.writeFile(this.log, chunk, { append: true });
      }
    };
    const [status] = await Promise.all([
      child.status,
      append(child.stdout),
      append(child.stderr),
    ]);
    this.#running = false;
    running.delete(this);
    return status;
  }
}

/** The last lines of a log, which say why something failed. */
export async function tailOf(log: string, lines = 8): Promise<string> {
  const text = await Deno.readTextFile(log).catch(() => "");
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}
