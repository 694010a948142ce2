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
   * How it is reached: `http` is Streamable HTTP, or SSE where the server
   * supports nothing else, and `sse` that older transport from the start.
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

/** Attributes of a span. */
export type McpAttributes = Readonly<
  Record<string, string | number | boolean>
>;

/** The part of a recorder's scope that a pool uses. */
export interface McpScope {
  /** Runs `fn` inside the scope. */
  in<R>(fn: () => R): R;
  /** Sets one attribute of the span. */
  setAttribute(name: string, value: string | number | boolean): void;
  /** Marks the scope as failed. */
  fail(error: unknown, type?: string): void;
  /** Ends the scope. */
  end(error?: unknown): void;
}

/** A `tools/list` span. */
export interface McpToolsList extends McpScope {
  /** Records how many tools there are. */
  result(count: number): void;
}

/** A `tool.call` span. */
export interface McpToolCall extends McpScope {
  /** Records the text that the model is given. */
  result(text: string, error?: string): void;
}

/** The part of a run that a pool uses: an `AgentRun` is one. */
export interface McpRun {
  /** What cancels the run. */
  readonly signal: AbortSignal | undefined;
  /** Runs `fn` inside the run. */
  in<R>(fn: () => R): R;
  /** Opens a `tools/list` span. */
  startToolsList(options: {
    readonly server: string;
    readonly attributes?: McpAttributes;
  }): McpToolsList;
}

/** The part of a turn that a pool uses: a `Turn` is one. */
export interface McpTurn {
  /** Opens a `tool.call` span. */
  startTool(options: {
    readonly name: string;
    readonly server?: string;
    readonly callId?: string;
    readonly input?: Readonly<Record<string, unknown>>;
    readonly attributes?: McpAttributes;
  }): McpToolCall;
}

/** One MCP tool of a pool. */
export interface McpTool {
  /** The server's name in the configuration. */
  readonly server: string;
  /** The server's own name for the tool. */
  readonly name: string;
  /**
   * The name to show to a model: unique within the pool, and made of what
   * every model vendor takes (1 to 64 letters, digits, `_` and `-`).
   */
  readonly shownName: string;
  /** The title for people. */
  readonly title?: string;
  /** What the tool does, for the model. */
  readonly description?: string;
  /** The JSON Schema of the arguments. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /**
   * The server's hints on what the tool does, such as `readOnlyHint`.
   *
   * @see {@link https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations}
   */
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** Options for `McpPool.open()`. */
export interface McpPoolOptions {
  /**
   * The run that starts the servers: `tools/list` spans go into its trace,
   * and its `TRACEPARENT` into the environment of stdio servers. `null` for
   * a pool that belongs to no run.
   *
   * @default {currentRun()}
   */
  readonly run?: McpRun | null;
  /**
   * Gives up opening, and closes what was opened.
   *
   * @default {the run's signal}
   */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds that a server has for starting up and answering
   * `initialize`, and again for listing its tools.
   *
   * @default {60000}
   */
  readonly startTimeoutMs?: number;
  /** Is called for each line that a stdio server writes on stderr. */
  readonly onStderr?: (server: string, line: string) => void;
  /**
   * Is called for each request (`initialize`, `tools/list`, `tools/call`) that
   * a server has not answered for some time, while it is waited for.
   */
  readonly onSilence?: (server: string, request: string) => void;
  /**
   * Milliseconds without an answer after which `onSilence` is called.
   *
   * @default {5000}
   */
  readonly silenceMs?: number;
}

/** An image in a tool's result. */
export interface McpImage {
  /** What it is. */
  readonly type: "image";
  /** Its media type: PNG, JPEG, GIF or WebP. */
  readonly mimeType: string;
  /** Its bytes, in base64. */
  readonly data: string;
}

/** A part of a tool's result: a text, or an image. */
export type McpResultPart =
  | {
    /** What it is. */
    readonly type: "text";
    /** The text. */
    readonly text: string;
  }
  | McpImage;

/** One call of a tool. */
export interface McpCall {
  /** The server's name in the configuration. */
  readonly server: string;
  /** The server's own name for the tool. */
  readonly tool: string;
  /**
   * The arguments.
   *
   * @default {{}}
   */
  readonly input?: Readonly<Record<string, unknown>>;
  /** The id that the model gave the call. */
  readonly callId?: string;
  /**
   * The turn that the call belongs to.
   *
   * @default {currentTurn()}
   */
  readonly turn?: McpTurn;
  /** Cancels the call, as the run's own signal does. */
  readonly signal?: AbortSignal;
  /** Sent as `params._meta`, together with the trace context. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /**
   * The wire format of a model that takes images in results, where `parts` of
   * the result are passed on to it: the call's span and the trajectory have
   * them as they are sent.
   */
  readonly images?: "messages" | "responses";
}

/**
 * The part of a pool that a framework's tools are made from: an `McpPool` is
 * one.
 */
export interface McpToolPool {
  /** The tools of all servers. */
  readonly tools: readonly McpTool[];
  /** Calls a tool. */
  call(call: McpCall): Promise<McpCallResult>;
}

/** The outcome of a tool call. */
export interface McpCallResult {
  /**
   * The text for the model: text parts joined by a newline, an image or other
   * binary part as a line with its type and size, the rest as their JSON, or
   * what went wrong.
   */
  readonly text: string;
  /**
   * The same in parts, where there are images among them, for a model that
   * takes them in results.
   */
  readonly parts?: readonly McpResultPart[];
  /** Whether the call failed. */
  readonly isError: boolean;
  /**
   * The value of `error.type` of a failed call: `tool_error` where the tool
   * itself reported it, `timeout`, a JSON-RPC code, an HTTP status, or the
   * error's code or name.
   */
  readonly errorType?: string;
}
