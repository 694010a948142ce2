import {
  type JSONRPCMessage,
  parseJSONRPCMessage,
  SdkError,
  SdkErrorCode,
  serializeMessage,
  type Transport,
} from "@modelcontextprotocol/client";
import { endProcess } from "../../processes/end_process.ts";
import { Lines } from "./_lines.ts";
import { Replies } from "./_replies.ts";
import type { Spawn } from "./_spawn_server.ts";
import { StderrTail } from "./_stderr_tail.ts";
import { settledWithin } from "./_waits.ts";

/** The longest message, in code units. */
const MAX_MESSAGE = 64 * 1024 * 1024;

/** Milliseconds that a server has to end by itself once its input is closed. */
const GRACE = 300;

/** Milliseconds that it then has to end by SIGTERM. */
const TERM_GRACE = 500;

/** Milliseconds for reading what an ended process had written. */
const DRAIN = 200;

/** Options for {@linkcode StdioTransport}. */
interface StdioTransportOptions {
  readonly spawn: Spawn;
  readonly onStderr: ((line: string) => void) | undefined;
}

/**
 * A server as a child process. The SDK's own transport waits two seconds for a
 * busy server, leaves timers behind, does not tell how the process ended, and
 * copies and searches all that it has of a message with each chunk.
 */
export class StdioTransport implements Transport {
  readonly kind = "pipe";
  readonly sessionId = undefined;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #options: StdioTransportOptions;
  readonly #stderr: StderrTail;
  readonly #lines = new Lines(MAX_MESSAGE);
  readonly #decoder = new TextDecoder();
  readonly #replies = new Replies();
  #child: Deno.ChildProcess | undefined;
  #stdin: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>> | undefined;
  #stdout: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined;
  #ended: Promise<void> = Promise.resolve();
  #exit: Deno.CommandStatus | undefined;
  #closing = false;

  constructor(options: StdioTransportOptions) {
    this.#options = options;
    this.#stderr = new StderrTail(options.onStderr);
  }

  /** The end of what the server wrote on stderr. */
  get stderr(): string {
    return this.#stderr.text;
  }

  /** How the process ended, in words; `undefined` while it runs. */
  get exit(): string | undefined {
    if (this.#exit === undefined) return undefined;
    const { signal, code } = this.#exit;
    return signal === null
      ? `it exited with code ${code}`
      : `it was ended by ${signal}`;
  }

  start(): Promise<void> {
    const child = this.#options.spawn();
    this.#child = child;
    this.#stdin = child.stdin.getWriter();
    // A broken pipe is reported by the write that fails.
    this.#stdin.closed.catch(() => {});
    this.#stdout = child.stdout.getReader();
    this.#ended = this.#run(child);
    return Promise.resolve();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.#replies.sent(message);
    try {
      await this.#stdin?.write(encoder.encode(serializeMessage(message)));
    } catch (cause) {
      // A server that reads no more is of no use, even if it still runs.
      this.#kill("SIGTERM");
      throw new SdkError(
        SdkErrorCode.NotConnected,
        "Not connected",
        undefined,
        { cause },
      );
    }
  }

  /** Ends the process: by itself, else by SIGTERM, else by SIGKILL. */
  async close(): Promise<void> {
    if (this.#child === undefined || this.#closing) return await this.#ended;
    this.#closing = true;
    // Not awaited: with a full pipe it ends only with the process.
    this.#stdin?.close().catch(() => {});
    await settledWithin(GRACE, this.#ended);
    const kill = (signal: Deno.Signal) => this.#kill(signal);
    await endProcess({ kill, ended: this.#ended }, TERM_GRACE);
  }

  /** Reads the pipes of the process until it has ended and they are closed. */
  async #run(child: Deno.ChildProcess): Promise<void> {
    const reading = Promise.all([
      this.#stderr.read(child.stderr),
      this.#readMessages(),
    ]);
    this.#exit = await child.status;
    // What the process wrote last is still in the pipes. A grandchild that
    // holds a pipe open must not keep us.
    await settledWithin(DRAIN, reading);
    await Promise.all([this.#stderr.cancel(), this.#stdout?.cancel()]);
    await reading;
    await this.#stdin?.abort().catch(() => {});
    this.onclose?.();
  }

  async #readMessages(): Promise<void> {
    try {
      while (true) {
        const chunk = await this.#stdout?.read();
        if (chunk === undefined || chunk.done) return;
        const text = this.#decoder.decode(chunk.value, { stream: true });
        for (const line of this.#lines.add(text)) this.#deliver(line);
      }
    } catch (error) {
      this.onerror?.(asError(error));
      this.#kill("SIGTERM");
    }
  }

  #deliver(line: string): void {
    let message: JSONRPCMessage;
    try {
      message = parseJSONRPCMessage(this.#replies.mend(JSON.parse(line)));
    } catch (error) {
      // A server may print other things too; of JSON that is no message it is
      // said.
      if (!(error instanceof SyntaxError)) this.onerror?.(asError(error));
      return;
    }
    try {
      this.onmessage?.(message);
    } catch (error) {
      this.onerror?.(asError(error));
    }
  }

  #kill(signal: Deno.Signal): void {
    try {
      this.#child?.kill(signal);
    } catch {
      // It has ended.
    }
  }
}

const encoder = new TextEncoder();

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
