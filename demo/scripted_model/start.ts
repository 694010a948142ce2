import { type Handler, scriptedModelHandler } from "./handler.ts";

/** Options for {@linkcode startScriptedModel}. */
export interface ScriptedModelOptions {
  /**
   * Port on loopback; 0 takes a free one.
   *
   * @default {0}
   */
  readonly port?: number;
  /**
   * What answers: a test wraps the scripted model's own to fail or record.
   *
   * @default {scriptedModelHandler()}
   */
  readonly handler?: Handler;
}

/** A scripted model server that listens. Leaving its block stops it. */
export interface ScriptedModel extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, without `/v1`. */
  readonly baseUrl: string;
  /** Resolves when the server has stopped. */
  readonly finished: Promise<void>;
}

/**
 * Starts a model server on loopback that walks a script instead of a model.
 *
 * @example A question about a chiller
 * ```ts ignore
 * await using model = startScriptedModel();
 * const reply = await fetch(`${model.baseUrl}/v1/chat/completions`, {
 *   method: "POST",
 *   body: JSON.stringify({ messages: [{ role: "user", content: "Hello" }] }),
 * });
 * ```
 *
 * @param options Additional options.
 * @returns The server, which listens already.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function startScriptedModel(
  options: ScriptedModelOptions = {},
): ScriptedModel {
  const { port = 0, handler = scriptedModelHandler() } = options;
  const stop = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port, signal: stop.signal, onListen: () => {} },
    handler,
  );
  return {
    baseUrl: `http://127.0.0.1:${server.addr.port}`,
    finished: server.finished,
    [Symbol.asyncDispose]: () => {
      // Not a graceful shutdown: a client that stopped reading would hold it.
      stop.abort();
      return server.finished;
    },
  };
}
