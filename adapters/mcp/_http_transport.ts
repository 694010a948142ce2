import { AsyncLocalStorage } from "node:async_hooks";
import {
  isJSONRPCRequest,
  type JSONRPCMessage,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { tracedFetch } from "../../tracing/http/fetch.ts";
import type { McpHttpServer } from "./config.ts";

type SendOptions = NonNullable<
  Parameters<StreamableHTTPClientTransport["send"]>[1]
>;

/** Marks the error that stands for a reply that broke off. */
export const BROKEN_REPLY = "turnspan: the reply broke off";

/**
 * What gives up the requests of one tool call. The SDK leaves a request open
 * whose caller has gone, for as long as the server likes.
 */
export const requestSignal: AsyncLocalStorage<AbortSignal> =
  new AsyncLocalStorage();

/** A server by Streamable HTTP. */
export class HttpTransport extends StreamableHTTPClientTransport {
  readonly kind = "tcp";
  readonly stderr = "";
  readonly exit = undefined;

  constructor(server: McpHttpServer) {
    super(new URL(server.url), {
      fetch: sendRequest,
      requestInit: { headers: { ...server.headers } },
    });
  }

  override send(
    message: JSONRPCMessage | JSONRPCMessage[],
    options: SendOptions = {},
  ): Promise<void> {
    if (Array.isArray(message) || !isJSONRPCRequest(message)) {
      return super.send(message, options);
    }
    const { id } = message;
    return super.send(message, {
      ...options,
      // The SDK tells nobody that a reply's stream has ended without a reply:
      // the caller would wait until the timeout. An id that has been answered
      // is not looked at again.
      onRequestStreamEnd: () =>
        this.onmessage?.({
          jsonrpc: "2.0",
          id,
          error: {
            code: -32000,
            message: "Connection closed",
            data: BROKEN_REPLY,
          },
        }),
    });
  }
}

/** A server by the older HTTP with SSE. */
export class SseTransport extends SSEClientTransport {
  readonly kind = "tcp";
  readonly stderr = "";
  readonly exit = undefined;
  readonly sessionId = undefined;

  constructor(server: McpHttpServer) {
    super(new URL(server.url), {
      fetch: sendRequest,
      requestInit: { headers: { ...server.headers } },
    });
  }
}

/** Sends a request, traced, for as long as its caller wants the reply. */
function sendRequest(
  input: string | URL,
  init: RequestInit = {},
): Promise<Response> {
  const caller = requestSignal.getStore();
  // A caller that has gone still has its cancellation to send.
  if (caller === undefined || caller.aborted) return tracedFetch(input, init);
  const signal = init.signal ? AbortSignal.any([init.signal, caller]) : caller;
  return tracedFetch(input, { ...init, signal });
}
