import { isJson } from "../../tracing/base/json.ts";
import { fieldsOf, textOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import { bound, override } from "./_override.ts";
import type { QueryRun } from "./_query_run.ts";

/** What connects a server of this process to the CLI. */
type Transport = Record<PropertyKey, unknown>;

/** Handles a message of the CLI's. */
type OnMessage = (message: unknown, ...more: unknown[]) => unknown;

const bridges = new WeakSet<object>();

/** Marks a server of this process as a bridge: it records its calls itself. */
export function markBridge<T extends object>(server: T): T {
  bridges.add(server);
  return server;
}

/** Whether a server records its calls itself. */
export function isBridge(server: unknown): boolean {
  return isJson(server) && bridges.has(server);
}

/** Where the CLI says which tool call of the model's a request is for. */
const CALL_ID = "claudecode/toolUseId";

/** The id that the model gave a call, from the parameters of its request. */
export function callIdOf(params: unknown): string | undefined {
  return textOf(fieldsOf(fieldsOf(params)._meta)[CALL_ID]);
}

/**
 * Makes a program's own MCP server (`createSdkMcpServer`) handle each call
 * inside of the call's span, so that what a handler does is below it.
 */
export function tracedServer(server: unknown, run: QueryRun): unknown {
  const { type, instance } = fieldsOf(server);
  if (type !== "sdk" || isBridge(server) || !isJson(instance)) return server;
  return {
    ...fieldsOf(server),
    instance: override(instance, {
      connect: (transport: Transport) =>
        (instance.connect as (transport: Transport) => unknown)
          .call(instance, tracedTransport(transport, run)),
    }),
  };
}

function tracedTransport(transport: Transport, run: QueryRun): Transport {
  return new Proxy(transport, {
    get: (target, key) => bound(target, key),
    set(target, key, value) {
      target[key] = key === "onmessage" && typeof value === "function"
        ? insideCall(value as OnMessage, run)
        : value;
      return true;
    },
  });
}

function insideCall(handle: OnMessage, run: QueryRun): OnMessage {
  return (message, ...more) => {
    const call = guarded(() => {
      const callId = callIdOf(fieldsOf(message).params);
      return callId === undefined ? undefined : run.runningCall(callId);
    });
    return call === undefined
      ? handle(message, ...more)
      : call.in(() => handle(message, ...more));
  };
}
