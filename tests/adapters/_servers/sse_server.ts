import type {
  JSONRPCMessage,
  McpServer,
  Transport,
} from "@modelcontextprotocol/server";
import { toolsServer } from "./tools.ts";

/** A server by the older HTTP with SSE on loopback, for one client at a time. */
export class SseMcpServer implements AsyncDisposable, Transport {
  readonly seen: string[] = [];
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #abort = new AbortController();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  #stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  #mcp: McpServer | undefined;
  readonly #arrived: ((tool: string) => void) | undefined;

  constructor(arrived?: (tool: string) => void) {
    this.#arrived = arrived;
    this.#server = Deno.serve({
      port: 0,
      hostname: "127.0.0.1",
      signal: this.#abort.signal,
      onListen() {},
    }, (request) => this.#handle(request));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/sse`;
  }

  /** Ends the event stream. */
  breakStream(): void {
    this.#stream?.close();
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  send(message: JSONRPCMessage): Promise<void> {
    this.#event("message", JSON.stringify(message));
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.onclose?.();
    return Promise.resolve();
  }

  async #handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    this.seen.push(`${request.method} ${pathname}`);
    if (pathname === "/messages") {
      this.onmessage?.(await request.json());
      return new Response(null, { status: 202 });
    }
    await request.body?.cancel();
    if (request.method !== "GET") return new Response(null, { status: 405 });
    await this.#mcp?.close();
    this.#mcp = toolsServer(this.#arrived);
    await this.#mcp.connect(this);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#stream = controller;
        this.#event("endpoint", "/messages");
      },
    });
    return new Response(body, {
      headers: { "content-type": "text/event-stream" },
    });
  }

  #event(event: string, data: string): void {
    this.#stream?.enqueue(
      new TextEncoder().encode(`event: ${event}\ndata: ${data}\n\n`),
    );
  }

  /** Breaks every connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.#server.finished;
  }
}
