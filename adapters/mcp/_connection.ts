import {
  Client,
  type InMemoryResponseCacheStore,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  SseError,
} from "@modelcontextprotocol/client";
import metadata from "../../deno.json" with { type: "json" };
import { defined, fieldsOf, listOf } from "../shared/fields.ts";
import {
  HttpTransport,
  requestSignal,
  type SseTransport,
} from "./_http_transport.ts";
import { type ListedTool, listedTool } from "./_listed_tool.ts";
import { noteLostSession } from "./_lost_session.ts";
import { said } from "./_mended_result.ts";
import { MALFORMED } from "./_replies.ts";
import { settledWithin } from "./_waits.ts";
import type { StdioTransport } from "./_stdio_transport.ts";
import type { McpAttributes } from "./types.ts";

/** The longest time that the SDK's own timers can wait: ours end first. */
const NEVER = 2 ** 31 - 1;

/** How long a list of tools may be: a server might never come to its end. */
const MAX_PAGES = 1_000;

/** Milliseconds for telling an HTTP server that its session is over. */
const GOODBYE = 1_000;

/** What connects a client to its server. */
export type McpTransport = StdioTransport | HttpTransport | SseTransport;

/** The part of a tool call's reply that is used, as the server sent it. */
export interface ToolReply {
  readonly content: readonly unknown[];
  readonly isError: boolean;
  readonly structuredContent: unknown;
}

/** Options for {@linkcode Connection.open}. */
interface ConnectionOptions {
  /** What the client keeps of the server's tools. */
  readonly cache: InMemoryResponseCacheStore;
  /** Gives up on connecting. */
  readonly signal: AbortSignal;
  /** Whether the server knows only the revisions without `initialize`. */
  readonly modern: boolean;
}

/** One live connection to a server. It is never connected twice. */
export class Connection {
  readonly transport: McpTransport;
  readonly #client: Client;
  #alive = true;
  #calls = 0;
  #retired = false;
  readonly #closed = Promise.withResolvers<void>();

  private constructor(transport: McpTransport, options: ConnectionOptions) {
    const { cache: responseCacheStore, modern } = options;
    this.transport = transport;
    this.#client = new Client(
      { name: metadata.name, version: metadata.version },
      {
        responseCacheStore,
        listMaxPages: MAX_PAGES,
        versionNegotiation: { mode: modern ? "auto" : "legacy" },
      },
    );
    this.#client.onclose = () => {
      this.#alive = false;
    };
    this.#client.onerror = (error) => {
      // An event stream of the older transport that broke cannot be resumed:
      // what was asked over it will never be answered.
      if (!SseError.isInstance(error)) return;
      this.#alive = false;
      // Not at once: the stream is about to set the timer of its next attempt,
      // which closing must find.
      queueMicrotask(() => this.#drop());
    };
  }

  /** Connects, and agrees on a protocol version. */
  static async open(
    transport: McpTransport,
    options: ConnectionOptions,
  ): Promise<Connection> {
    const { signal } = options;
    const connection = new Connection(transport, options);
    try {
      await request(
        signal,
        (options) => connection.#client.connect(transport, options),
      );
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** Whether a message can still be sent. */
  get alive(): boolean {
    return this.#alive;
  }

  /** What is known of the connection, for spans. */
  get attributes(): McpAttributes {
    const version = this.#client.getNegotiatedProtocolVersion();
    const { kind, sessionId } = this.transport;
    return {
      "network.transport": kind,
      ...defined({
        "mcp.protocol.version": version,
        "mcp.session.id": sessionId,
      }),
    };
  }

  /** Lists the tools, all pages of them. */
  async listTools(signal: AbortSignal): Promise<readonly ListedTool[]> {
    if (this.#client.getServerCapabilities()?.tools === undefined) return [];
    const { tools } = await request(
      signal,
      (options) => this.#client.listTools({}, options),
    );
    return tools.flatMap((tool) => listedTool(said(tool)) ?? []);
  }

  /** Calls a tool. */
  async callTool(
    params: {
      readonly name: string;
      readonly arguments: Record<string, unknown>;
      readonly _meta: Record<string, unknown>;
    },
    signal: AbortSignal,
  ): Promise<ToolReply> {
    this.#calls++;
    try {
      const result = await request(
        signal,
        (options) => this.#client.callTool(params, options),
      );
      const { content, isError, structuredContent } = fieldsOf(said(result));
      return {
        content: listOf(content),
        isError: isError === true,
        structuredContent,
      };
    } catch (error) {
      if (this.transport.sessionId !== undefined) {
        await noteLostSession(error, () => this.#sessionLives(signal));
      }
      throw error;
    } finally {
      this.#calls--;
      if (this.#retired && this.#calls === 0) this.#drop();
    }
  }

  /** Accepts no more calls, and closes once those under way have ended. */
  retire(): Promise<void> {
    this.#alive = false;
    this.#retired = true;
    if (this.#calls === 0) this.#drop();
    return this.#closed.promise;
  }

  /** Ends the session and the process. Never rejects. */
  async close(): Promise<void> {
    this.#alive = false;
    if (this.transport instanceof HttpTransport) {
      await settledWithin(GOODBYE, this.transport.terminateSession());
    }
    await this.#shut();
  }

  /** Whether the server knows the session: it takes a request in it. */
  async #sessionLives(signal: AbortSignal): Promise<boolean> {
    try {
      await request(signal, (options) => this.#client.ping(options));
      return true;
    } catch (error) {
      return !SdkHttpError.isInstance(error) ||
        ![400, 404].includes(error.status);
    }
  }

  /** Closes without ending the session, and without waiting for it. */
  #drop(): void {
    this.#alive = false;
    this.#shut();
  }

  async #shut(): Promise<void> {
    await this.#client.close().catch(() => {});
    // The client does not close a transport that failed to connect.
    await this.transport.close().catch(() => {});
    this.#closed.resolve();
  }
}

/** Sends a request, which only the signal gives up. */
async function request<R>(
  signal: AbortSignal,
  send: (options: { signal: AbortSignal; timeout: number }) => Promise<R>,
): Promise<R> {
  try {
    return await requestSignal.run(
      signal,
      () => send({ signal, timeout: NEVER }),
    );
  } catch (error) {
    const malformed = ProtocolError.isInstance(error) &&
      error.data === MALFORMED;
    // The code is ours: no server sent it.
    throw malformed
      ? new SdkError(SdkErrorCode.InvalidResult, error.message)
      : error;
  }
}
