import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/server";
import { toolsServer } from "./tools.ts";

/** What a server saw of a request. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  /** The JSON-RPC method of the body. */
  readonly rpc: string | undefined;
  /** When the reply has been sent whole; rejects where the client has gone. */
  readonly completed: Promise<void>;
}

/** Options for {@linkcode HttpMcpServer}. */
interface HttpMcpServerOptions {
  /** Answers before MCP does, where it answers at all. */
  readonly intercept?: (
    seen: SeenRequest,
  ) => Response | undefined | Promise<Response | undefined>;
  /** Whether replies are JSON and not event streams. */
  readonly json?: boolean;
  /** Told when a call of a tool that does not answer has come. */
  readonly arrived?: (tool: string) => void;
}

/** A server by Streamable HTTP on loopback, with sessions. */
export class HttpMcpServer implements AsyncDisposable {
  readonly seen: SeenRequest[] = [];
  readonly #options: HttpMcpServerOptions;
  readonly #sessions = new Map<
    string,
    WebStandardStreamableHTTPServerTransport
  >();
  readonly #abort = new AbortController();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(options: HttpMcpServerOptions = {}) {
    this.#options = options;
    this.#server = Deno.serve({
      port: 0,
      hostname: "127.0.0.1",
      signal: this.#abort.signal,
      onListen() {},
    }, (request, info) => this.#handle(request, info));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/mcp`;
  }

  /** The ids of the sessions that are open. */
  get sessions(): string[] {
    return [...this.#sessions.keys()];
  }

  /** Forgets every session, as a server does that was started anew. */
  forget(): void {
    this.#sessions.clear();
  }

  async #handle(
    request: Request,
    { completed }: Deno.ServeHandlerInfo,
  ): Promise<Response> {
    // Most tests do not ask.
    completed.catch(() => {});
    const body = request.method === "POST"
      ? await request.clone().json()
      : undefined;
    const seen = {
      method: request.method,
      path: new URL(request.url).pathname,
      headers: request.headers,
      rpc: body?.method,
      completed,
    };
    this.seen.push(seen);
    const early = await this.#options.intercept?.(seen);
    if (early !== undefined) return early;
    const session = request.headers.get("mcp-session-id");
    const known = session === null ? undefined : this.#sessions.get(session);
    if (session !== null && known === undefined) {
      return new Response("no such session", { status: 404 });
    }
    return await (known ?? await this.#open()).handleRequest(request);
  }

  async #open(): Promise<WebStandardStreamableHTTPServerTransport> {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => crypto.randomUUID(),
      enableJsonResponse: this.#options.json ?? false,
      onsessioninitialized: (id) => void this.#sessions.set(id, transport),
      onsessionclosed: (id) => void this.#sessions.delete(id),
    });
    await toolsServer(this.#options.arrived).connect(transport);
    return transport;
  }

  /** Breaks every connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.#server.finished;
  }
}
