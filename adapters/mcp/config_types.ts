/** An MCP server that is started as a child process. */
export interface McpStdioServer {
  /** How it is reached. */
  readonly type: "stdio";
  /** The program. */
  readonly command: string;
  /** The program's arguments. */
  readonly args: readonly string[];
  /** Variables for it, besides the few that every server gets. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder it runs in. */
  readonly cwd: string;
  /** Milliseconds that one tool call may take. */
  readonly timeout: number;
}

/** An MCP server that is reached by HTTP. */
export interface McpHttpServer {
  /**
   * How it is reached: `http` is Streamable HTTP, with SSE where the server
   * knows no other, and `sse` the older transport at once.
   */
  readonly type: "http" | "sse";
  /** Where it is. */
  readonly url: string;
  /** Headers for every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds that one tool call may take. */
  readonly timeout: number;
}

/** The servers of an `mcp.json`. */
export interface McpConfig {
  /** The file that it was read from. */
  readonly source: string;
  /** The servers by name, in the file's order. */
  readonly servers: ReadonlyMap<string, McpStdioServer | McpHttpServer>;
}
