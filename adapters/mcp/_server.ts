import {
  InMemoryResponseCacheStore,
  SdkError,
  SdkErrorCode,
} from "@modelcontextprotocol/client";
import { type CallOutcome, sendCall } from "./_call.ts";
import type { Connection, ToolReply } from "./_connection.ts";
import type { ListedTool } from "./_listed_tool.ts";
import { Deadline, type Silence } from "./_deadline.ts";
import {
  openConnection,
  type OpenConnectionOptions,
} from "./_open_connection.ts";
import { isGone, serverError, wasNotRun } from "./_peer_error.ts";
import type { Spawn } from "./_spawn_server.ts";
import { StdioTransport } from "./_stdio_transport.ts";
import type { McpAttributes, McpCall, McpRun } from "./types.ts";
import { abortedWithin, unlessAborted } from "./_waits.ts";

/** Milliseconds between a server's end by Ctrl-C and our own cancellation. */
const SAME_SIGNAL = 100;

/** One server of a pool: connected, and connected again when it has died. */
export class McpServer {
  readonly name: string;
  /** Milliseconds that one tool call may take. */
  readonly timeout: number;
  /** Who is told of a request that it does not answer. */
  readonly silence: Silence | undefined;
  readonly #options: OpenConnectionOptions;
  readonly #closed = new AbortController();
  /** The connections that have failed and still have calls under way. */
  readonly #retired = new Set<Connection>();
  /** Gives the process that was started ahead, until a connection has it. */
  #ahead: Spawn | undefined;
  #connection: Connection | undefined;
  #connecting: Promise<Connection> | undefined;
  #closing: Promise<void> | undefined;
  #attributes: McpAttributes;

  constructor(options: Omit<OpenConnectionOptions, "cache" | "signal">) {
    const { name, config, silence, ahead } = options;
    this.name = name;
    this.silence = silence;
    this.timeout = config.timeout;
    this.#ahead = ahead;
    this.#options = {
      ...options,
      cache: new InMemoryResponseCacheStore(),
      signal: this.#closed.signal,
    };
    this.#attributes = {
      "network.transport": config.type === "stdio" ? "pipe" : "tcp",
    };
  }

  /** Attributes for spans, of the connection or of the last one. */
  get attributes(): McpAttributes {
    return this.#attributes;
  }

  /** Starts the server and lists its tools, in a span of the run. */
  async start(
    run: McpRun | undefined,
    signal: AbortSignal,
  ): Promise<readonly ListedTool[]> {
    const { name: server } = this;
    const span = run?.startToolsList({ server, attributes: this.#attributes });
    const list = async () => {
      const connection = await this.#connect(signal);
      for (const [name, value] of Object.entries(this.#attributes)) {
        // The session belongs on the spans of calls only, by our contract.
        if (name !== "mcp.session.id") span?.setAttribute(name, value);
      }
      return await this.#list(connection, signal);
    };
    try {
      const tools = await (span === undefined ? list() : span.in(list));
      span?.result(tools.length);
      return tools;
    } catch (thrown) {
      const error = await this.#cancellationOr(thrown, signal);
      span?.fail(error, signal.aborted ? "cancelled" : undefined);
      throw error;
    } finally {
      span?.end();
    }
  }

  /** Sends a call from inside its span. Never rejects. */
  send(call: McpCall): Promise<CallOutcome> {
    return sendCall(this, call);
  }

  /** Calls a tool, on a new connection where the last one has died. */
  async call(
    params: Parameters<Connection["callTool"]>[0],
    signal: AbortSignal,
  ): Promise<ToolReply> {
    const connection = await this.#connect(signal);
    try {
      return await connection.callTool(params, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      if (isGone(error)) this.#retire(connection);
      if (!wasNotRun(error)) {
        const failure = await this.#cancellationOr(error, signal);
        throw this.#explained(failure, connection);
      }
      return await (await this.#connect(signal)).callTool(params, signal);
    }
  }

  /** Ends the connection, and the process. Never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#closed.abort(
      new SdkError(SdkErrorCode.ConnectionClosed, "the server has been closed"),
    );
    await this.#connecting?.catch(() => {});
    await Promise.all([
      this.#endUnused(),
      this.#connection?.close(),
      ...[...this.#retired].map((connection) => connection.close()),
    ]);
  }

  /** Ends the process that was started ahead, if nothing connected to it. */
  async #endUnused(): Promise<void> {
    if (this.#ahead === undefined) return;
    const spawn = this.#ahead;
    const transport = new StdioTransport({ spawn, onStderr: undefined });
    try {
      await transport.start();
    } catch {
      // It could not be started.
      return;
    }
    await transport.close();
  }

  /** The open connection, or a new one, which all callers share. */
  async #connect(signal: AbortSignal): Promise<Connection> {
    signal.throwIfAborted();
    if (this.#closed.signal.aborted) throw this.#closed.signal.reason;
    if (this.#connection?.alive) return this.#connection;
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = undefined;
    });
    return await unlessAborted(this.#connecting, signal);
  }

  async #open(): Promise<Connection> {
    const last = this.#connection;
    this.#connection = undefined;
    await last?.close();
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const connection = await openConnection({ ...this.#options, ahead });
    this.#connection = connection;
    this.#attributes = connection.attributes;
    return connection;
  }

  /**
   * The signal's reason where it aborts, else the error. A Ctrl-C reaches the
   * whole process group, and may end a server before it aborts our signal: that
   * is a cancellation, and no failure.
   */
  async #cancellationOr(error: unknown, signal: AbortSignal): Promise<unknown> {
    const isChild = this.#options.config.type === "stdio";
    if (isChild && isGone(error) && !this.#closed.signal.aborted) {
      await abortedWithin(SAME_SIGNAL, signal);
    }
    return signal.aborted ? signal.reason : error;
  }

  #retire(connection: Connection): void {
    this.#retired.add(connection);
    connection.retire().then(() => this.#retired.delete(connection));
    if (this.#connection === connection) this.#connection = undefined;
  }

  async #list(
    connection: Connection,
    signal: AbortSignal,
  ): Promise<readonly ListedTool[]> {
    const deadline = new Deadline(this.#options.startTimeoutMs, "tools/list", [
      signal,
      this.#closed.signal,
    ], this.silence);
    try {
      return await connection.listTools(deadline.signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw serverError(error, {
        name: this.name,
        transport: connection.transport,
        deadline,
        action: "list tools of",
      });
    } finally {
      deadline.clear();
    }
  }

  /** A call's error, with how the server ended where that is the cause. */
  #explained(error: unknown, { transport }: Connection): unknown {
    if (
      transport.exit === undefined || !isGone(error) ||
      this.#closed.signal.aborted
    ) return error;
    const action = "get an answer from";
    return serverError(error, { name: this.name, transport, action });
  }
}
