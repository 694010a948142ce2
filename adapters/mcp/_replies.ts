import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/client";
import { isJson, type Json } from "../../tracing/base/json.ts";
import { mendedResult } from "./_mended_result.ts";

/** Marks the error that a caller is given for a reply that is none. */
export const MALFORMED = "turnspan: the reply is malformed";

/** JSON-RPC's code for an error inside of the peer; nobody is shown it. */
const INTERNAL_ERROR = -32603;

/**
 * Makes of each reply of a server's one that the SDK takes: what it does not
 * take, it drops, and the caller waits until the timeout.
 */
export class Replies {
  /** The methods of the requests that have no reply yet, by their ids. */
  readonly #methods = new Map<string, string>();

  /** Notes what is being sent. */
  sent(message: JSONRPCMessage): void {
    if (!("method" in message)) return;
    if ("id" in message) this.#methods.set(`${message.id}`, message.method);
    if (message.method !== "notifications/cancelled") return;
    this.#methods.delete(`${message.params?.requestId}`);
  }

  /**
   * Mends what has come. What is no reply stays as it is.
   *
   * @param value The message.
   * @param own The id of the request that it comes in answer to, where the
   * connection says so: a reply may lack it.
   */
  mend(value: unknown, own?: RequestId): unknown {
    if (!isJson(value) || "method" in value) return value;
    const id = value.id ?? own;
    if (id === undefined || !this.#methods.has(`${id}`)) return value;
    // A server may print JSON of other kinds, with an id in it.
    const isReply = value.jsonrpc === "2.0" || own !== undefined ||
      isJson(value.result) || isJson(value.error);
    if (!isReply) return value;
    const method = this.#methods.get(`${id}`);
    this.#methods.delete(`${id}`);
    return { jsonrpc: "2.0", id, ...outcome(method, value) };
  }

  /** A reply in the place of one that has not come. */
  missing(id: RequestId): unknown {
    return this.mend({ jsonrpc: "2.0", id, error: "there is none" });
  }
}

function outcome(method: string | undefined, { result, error }: Json): Json {
  if (error !== undefined && error !== null) return { error: asError(error) };
  const mended = mendedResult(method, result);
  return typeof mended === "string"
    ? { error: malformed(`the server's reply is malformed: ${mended}`) }
    : { result: mended };
}

function asError(error: unknown): Json {
  const { code, message, data } = isJson(error) ? error : { message: error };
  const text = typeof message === "string" ? message : JSON.stringify(error);
  return Number.isInteger(code)
    ? { code, message: text, data }
    : malformed(text);
}

function malformed(message: string): Json {
  return { code: INTERNAL_ERROR, message, data: MALFORMED };
}
