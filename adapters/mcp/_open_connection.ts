import {
  type InMemoryResponseCacheStore,
  ProtocolError,
  SdkHttpError,
} from "@modelcontextprotocol/client";
import type { McpHttpServer, McpStdioServer } from "./types.ts";
import { Connection, type McpTransport } from "./_connection.ts";
import { Deadline, type Silence } from "./_deadline.ts";
import { HttpTransport, SseTransport } from "./_http_transport.ts";
import { serverError } from "./_peer_error.ts";
import { type Spawn, spawnServer } from "./_spawn_server.ts";
import { StdioTransport } from "./_stdio_transport.ts";

/** JSON-RPC codes by which a server refuses `initialize` as such. */
const KNOWS_NO_INITIALIZE = [-32601, -32022];

/** HTTP statuses of a refusal that does not mean "no such place". */
const OTHER_REFUSALS = [401, 403, 407, 408, 425, 429];

/** Options for {@linkcode openConnection}. */
export interface OpenConnectionOptions {
  readonly name: string;
  readonly config: McpStdioServer | McpHttpServer;
  /** `traceparent` and the like, of the run that starts the server. */
  readonly traceContext: Readonly<Record<string, string>>;
  readonly startTimeoutMs: number;
  readonly onStderr: ((line: string) => void) | undefined;
  readonly silence: Silence | undefined;
  /** Shared by all connections to the server, which follow each other. */
  readonly cache: InMemoryResponseCacheStore;
  /** Gives up. */
  readonly signal: AbortSignal;
  /** Gives the process that was started ahead for this connection, if any. */
  readonly ahead?: Spawn | undefined;
}

/**
 * Starts or reaches a server, and agrees with it on a protocol version.
 *
 * `initialize` comes first, because every server of today answers it. A server
 * that knows only the revision without it is tried again with that revision, and
 * a URL that takes no POST with the older HTTP with SSE.
 */
export async function openConnection(
  options: OpenConnectionOptions,
): Promise<Connection> {
  const { config, startTimeoutMs, silence, signal, ahead } = options;
  let transport = makeTransport(options, ahead);
  const deadline = new Deadline(
    startTimeoutMs,
    "initialize",
    [signal],
    silence,
  );
  const open = (transport: McpTransport, modern: boolean) =>
    Connection.open(transport, {
      cache: options.cache,
      signal: deadline.signal,
      modern,
    });
  try {
    try {
      return await open(transport, false);
    } catch (error) {
      if (knowsNoInitialize(error)) {
        transport = makeTransport(options);
        return await open(transport, true);
      }
      if (config.type !== "http" || !takesNoPost(error)) throw error;
      return await open(new SseTransport(config), false)
        // Of the two failures the first is the one to act on.
        .catch(() => Promise.reject(error));
    }
  } catch (error) {
    throw serverError(error, { name: options.name, transport, deadline });
  } finally {
    deadline.clear();
  }
}

function makeTransport(
  { config, traceContext, onStderr }: OpenConnectionOptions,
  ahead?: Spawn,
): McpTransport {
  if (config.type === "stdio") {
    const spawn = ahead ?? (() => spawnServer(config, traceContext));
    return new StdioTransport({ spawn, onStderr });
  }
  return config.type === "sse"
    ? new SseTransport(config)
    : new HttpTransport(config);
}

function knowsNoInitialize(error: unknown): boolean {
  if (ProtocolError.isInstance(error)) {
    return KNOWS_NO_INITIALIZE.includes(error.code);
  }
  if (!SdkHttpError.isInstance(error)) return false;
  const code = /"code"\s*:\s*(-\d+)/.exec(String(error.data.text ?? ""))?.[1];
  return error.status < 500 && KNOWS_NO_INITIALIZE.includes(Number(code));
}

function takesNoPost(error: unknown): boolean {
  return SdkHttpError.isInstance(error) && error.status >= 400 &&
    error.status < 500 && !OTHER_REFUSALS.includes(error.status);
}
