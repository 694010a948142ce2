import { fieldsOf } from "../shared/fields.ts";
import { isBridge } from "./_bridges.ts";
import { callIdOf } from "./_call_id.ts";
import { bound, overriding } from "./_overriding.ts";
import type { QueryRun } from "./_query_run.ts";

/** What connects a server of this process to the CLI. */
type Transport = Record<PropertyKey, unknown>;

/** Handles a message that has come. */
type OnMessage = (message: unknown, ...more: unknown[]) => unknown;

/**
 * Makes a program's own MCP server (`createSdkMcpServer`) handle each call
 * inside of the call's span, so that what a handler does is below it.
 */
export function tracedServer(server: unknown, run: QueryRun): unknown {
  const { type, instance } = fieldsOf(server);
  if (type !== "sdk" || isBridge(server)) return server;
  if (typeof instance !== "object" || instance === null) return server;
  return {
    ...fieldsOf(server),
    instance: overriding(instance, {
      connect: (transport: Transport) =>
        (instance as { connect: (transport: Transport) => unknown })
          .connect(tracedTransport(transport, run)),
    }),
  };
}

function tracedTransport(transport: Transport, run: QueryRun): Transport {
  return new Proxy(transport, {
    get: (target, key) => bound(target, key),
    set(target, key, value) {
      target[key] = key === "onmessage" && typeof value === "function"
        ? inItsCall(value as OnMessage, run)
        : value;
      return true;
    },
  });
}

function inItsCall(handle: OnMessage, run: QueryRun): OnMessage {
  return (message, ...more) => {
    const callId = callIdOf(fieldsOf(message).params);
    const call = callId === undefined ? undefined : run.call(callId);
    return call === undefined
      ? handle(message, ...more)
      : call.in(() => handle(message, ...more));
  };
}
