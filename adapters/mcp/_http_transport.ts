import { AsyncLocalStorage } from "node:async_hooks";
import {
  isJSONRPCRequest,
  type JSONRPCMessage,
  type RequestId,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { tracedFetch } from "../../tracing/http/fetch.ts";
import { mendedResponse } from "./_mended_response.ts";
import { Replies } from "./_replies.ts";
import type { McpHttpServer } from "./types.ts";

type SendOptions = NonNullable<
  Parameters<StreamableHTTPClientTransport["send"]>[1]
>;

/** Marks the error that a caller is given for a reply that broke off. */
export const BROKEN_REPLY = "turnspan: the reply broke off";

/**
 * Aborts the requests of one tool call. The SDK leaves a request open when its
 * caller has given up, for as long as the server does not answer.
 */
export const requestSignal: AsyncLocalStorage<AbortSignal | undefined> =
  new AsyncLocalStorage();

/** The request whose reply is being waited for. */
const requestId = new AsyncLocalStorage<RequestId | undefined>();

/** A caller that has given up still has its cancellation to send. */
function sendUnsignalled(send: () => Promise<void>): Promise<void> {
  return requestSignal.run(undefined, () => requestId.run(undefined, send));
}

/** A server by Streamable HTTP. */
export class HttpTransport extends StreamableHTTPClientTransport {
  readonly kind = "tcp";
  readonly stderr = "";
  readonly exit = undefined;
  readonly #replies: Replies;

  constructor(server: McpHttpServer) {
    const replies = new Replies();
    super(new URL(server.url), requestOptions(server, replies));
    this.#replies = replies;
  }

  override send(
    message: JSONRPCMessage | JSONRPCMessage[],
    options: SendOptions = {},
  ): Promise<void> {
    for (const one of [message].flat()) this.#replies.sent(one);
    if (Array.isArray(message) || !isJSONRPCRequest(message)) {
      return sendUnsignalled(() => super.send(message, options));
    }
    const { id } = message;
    const sendOptions = {
      ...options,
      // The SDK ignores a stream that ends without a reply: the caller would
      // wait until the timeout. An answer to an id that has one is dropped.
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
    };
    return requestId.run(id, () => super.send(message, sendOptions));
  }
}

/** A server by the older HTTP with SSE. */
export class SseTransport extends SSEClientTransport {
  readonly kind = "tcp";
  readonly stderr = "";
  readonly exit = undefined;
  readonly sessionId = undefined;
  readonly #replies: Replies;

  constructor(server: McpHttpServer) {
    const replies = new Replies();
    super(new URL(server.url), requestOptions(server, replies));
    this.#replies = replies;
  }

  override send(message: JSONRPCMessage): Promise<void> {
    this.#replies.sent(message);
    return isJSONRPCRequest(message)
      ? super.send(message)
      : sendUnsignalled(() => super.send(message));
  }
}

function requestOptions({ headers }: McpHttpServer, replies: Replies) {
  return {
    requestInit: { headers: { ...headers } },
    async fetch(input: string | URL, init?: RequestInit): Promise<Response> {
      const response = await sendRequest(input, init);
      return await mendedResponse(response, replies, requestId.getStore());
    },
  };
}

/** Sends a request, traced, until its caller no longer wants the reply. */
function sendRequest(
  input: string | URL,
  init: RequestInit = {},
): Promise<Response> {
  const caller = requestSignal.getStore();
  if (caller === undefined) return tracedFetch(input, init);
  // It may have given up before the SDK came to send anything.
  if (caller.aborted) return Promise.reject(caller.reason);
  const signal = init.signal ? AbortSignal.any([init.signal, caller]) : caller;
  return tracedFetch(input, { ...init, signal });
}
