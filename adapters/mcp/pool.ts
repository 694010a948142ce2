import { currentRun, currentTurn } from "../../tracing/recorder/current.ts";
import { traceHeaders } from "../../tracing/propagation.ts";
import { defined, textOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import { rememberServer } from "../../tracing/base/tool_servers.ts";
import type { CallOutcome } from "./_call.ts";
import type { ListedTool } from "./_listed_tool.ts";
import { loadServer } from "./_load_server.ts";
import type { McpServer } from "./_server.ts";
import { sentText } from "./_sent_text.ts";
import { shownNames } from "./_shown_names.ts";
import { spawnAhead } from "./_spawn_server.ts";
import type {
  McpCall,
  McpCallResult,
  McpConfig,
  McpPoolOptions,
  McpRun,
  McpTool,
  McpToolCall,
} from "./types.ts";

/** Milliseconds that a server has for starting up. */
const START_TIMEOUT = 60_000;

/** Milliseconds without an answer after which a server is named. */
const SILENCE = 5_000;

/**
 * MCP servers, connected, with their tools.
 *
 * A pool is closed where it was opened; many runs can share one. Each call of a
 * tool is a `tool.call` span of the turn that it belongs to, and carries that
 * span's trace context to the server in `params._meta`. A call never rejects
 * because of a server: what went wrong comes back as a text that a model can
 * act on. A server that has died is started again for the next call, without
 * another `tools/list`.
 *
 * @example Usage
 * ```ts
 * import { McpPool, parseMcpConfig } from "@turnspan/turnspan/mcp";
 * import { assertEquals } from "@std/assert";
 *
 * const config = parseMcpConfig('{"mcpServers": {}}', "mcp.json");
 * await using pool = await McpPool.open(config);
 * assertEquals(pool.tools, []);
 * ```
 */
export class McpPool implements AsyncDisposable {
  /** The tools of all servers, in the configuration's order. */
  readonly tools: readonly McpTool[];
  readonly #servers: ReadonlyMap<string, McpServer>;

  private constructor(
    servers: ReadonlyMap<string, McpServer>,
    tools: readonly McpTool[],
  ) {
    this.#servers = servers;
    this.tools = tools;
  }

  /**
   * Starts or connects all servers, side by side, and lists their tools.
   *
   * @param config The servers.
   * @param options Additional options.
   * @returns The pool.
   * @throws {McpServerError} If a server cannot be started or listed; the
   * others have been closed by then.
   * @throws The signal's reason, if the signal aborts.
   */
  static async open(
    config: McpConfig,
    options: McpPoolOptions = {},
  ): Promise<McpPool> {
    const run = options.run === null ? undefined : options.run ?? currentRun();
    const signal = options.signal ?? run?.signal;
    signal?.throwIfAborted();
    const servers = await makeServers(config, options, run);
    try {
      const tools = await startAll(servers, run, signal);
      return new McpPool(servers, tools);
    } catch (error) {
      await closeAll(servers);
      throw error;
    }
  }

  /**
   * Finds a tool by the name that a model was shown.
   *
   * @param shownName The name.
   * @returns The tool, or `undefined` where none is shown by that name.
   */
  find(shownName: string): McpTool | undefined {
    return this.tools.find((tool) => tool.shownName === shownName);
  }

  /**
   * Calls a tool.
   *
   * @param call The call.
   * @returns What to give to the model, also where the call failed.
   * @throws {RangeError} If the pool has no server of that name.
   * @throws The signal's reason, if the call or its run is cancelled.
   */
  async call(call: McpCall): Promise<McpCallResult> {
    const { tool: name, input, callId, turn = currentTurn() } = call;
    const server = this.#server(call);
    const span = guarded(() =>
      turn?.startTool({
        name,
        server: server.name,
        attributes: { "mcp.method.name": "tools/call", ...server.attributes },
        ...defined({ input, callId: textOf(callId) }),
      })
    );
    const send = () => server.send(call);
    const outcome = await (span === undefined ? send() : span.in(send));
    if (span !== undefined) {
      guarded(() => record(span, outcome, server, call.images));
    }
    if ("cancelled" in outcome) throw outcome.cancelled;
    const { text, parts, errorType } = outcome;
    return errorType === undefined
      ? { text, isError: false, ...defined({ parts }) }
      : { text, isError: true, errorType };
  }

  /** Ends all sessions and processes. Calls under way fail. Never rejects. */
  async close(): Promise<void> {
    await closeAll(this.#servers);
  }

  /** Closes the pool. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #server({ server, tool }: McpCall): McpServer {
    const found = this.#servers.get(server);
    if (found !== undefined) return found;
    const known = [...this.#servers.keys()].map((name) => `"${name}"`);
    throw new RangeError(
      `Cannot call "${server}/${tool}": current servers are ${
        known.join(", ") || "none"
      }`,
    );
  }
}

/** Records how a call came out, and ends its span. */
function record(
  span: McpToolCall,
  outcome: CallOutcome,
  server: McpServer,
  images: McpCall["images"],
): void {
  // The server may have been started again for this call.
  for (const [key, value] of Object.entries(server.attributes)) {
    span.setAttribute(key, value);
  }
  if ("cancelled" in outcome) span.fail(outcome.cancelled, "cancelled");
  else {
    const { text, parts, errorType, thrown } = outcome;
    if (thrown !== undefined) span.fail(thrown, errorType);
    span.result(parts && images ? sentText(parts, images) : text, errorType);
  }
  span.end();
}

type Servers = ReadonlyMap<string, McpServer>;

/** Makes the servers. Those that are processes boot while the rest is loaded. */
async function makeServers(
  config: McpConfig,
  options: McpPoolOptions,
  run: McpRun | undefined,
): Promise<Servers> {
  const servers = new Map<string, McpServer>();
  if (config.servers.size === 0) return servers;
  const { startTimeoutMs = START_TIMEOUT, onStderr } = options;
  const { onSilence, silenceMs: afterMs = SILENCE } = options;
  const traceContext = run === undefined ? {} : run.in(() => traceHeaders());
  const ahead = spawnAhead(config, traceContext);
  const { McpServer } = await loadServer();
  for (const [name, server] of config.servers) {
    servers.set(
      name,
      new McpServer({
        name,
        config: server,
        traceContext,
        ahead: ahead.get(name),
        startTimeoutMs,
        onStderr: onStderr && ((line) => onStderr(name, line)),
        silence: onSilence &&
          { afterMs, tell: (request) => onSilence(name, request) },
      }),
    );
  }
  return servers;
}

async function startAll(
  servers: Servers,
  run: McpRun | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly McpTool[]> {
  const failed = new AbortController();
  const stop = AbortSignal.any([failed.signal, ...(signal ? [signal] : [])]);
  const lists = await Promise.allSettled(
    [...servers.values()].map(async (server) => {
      try {
        stop.throwIfAborted();
        const tools = await server.start(run, stop);
        return tools.map((tool) => ({ server: server.name, tool }));
      } catch (error) {
        // One failure is enough: the others need not be waited for.
        failed.abort(error);
        throw error;
      }
    }),
  );
  stop.throwIfAborted();
  return namedTools(
    lists.flatMap((list) => list.status === "fulfilled" ? list.value : []),
  );
}

function namedTools(
  found: readonly { readonly server: string; readonly tool: ListedTool }[],
): readonly McpTool[] {
  const shown = shownNames(
    found.map(({ server, tool }) => ({ server, name: tool.name })),
  );
  return found.map(({ server, tool }, index) => {
    const shownName = shown[index] ?? tool.name;
    rememberServer({ ...tool, name: shownName }, server);
    return { server, shownName, ...tool };
  });
}

async function closeAll(servers: Servers): Promise<void> {
  await Promise.all([...servers.values()].map((server) => server.close()));
}
