/**
 * Error thrown when an MCP server cannot be started, does not answer, or does
 * not list its tools.
 *
 * @example Usage
 * ```ts
 * import { McpServerError } from "@turnspan/turnspan/mcp";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new McpServerError("iot", "it exited with code 3", {
 *   stderr: "no such database",
 * });
 * assertEquals(
 *   error.message,
 *   'Cannot start MCP server "iot": it exited with code 3\n  no such database',
 * );
 * ```
 */
export class McpServerError extends Error {
  /** The server's name in the configuration. */
  readonly server: string;
  /** The end of what the server wrote on stderr; empty where it has none. */
  readonly stderr: string;

  /**
   * Constructs a new instance.
   *
   * @param server The server's name in the configuration.
   * @param problem What went wrong.
   * @param options What could not be done (`start` unless given), the end of
   * the server's stderr, and the cause.
   */
  constructor(
    server: string,
    problem: string,
    options: {
      readonly action?: "start" | "list tools of" | "get an answer from";
      readonly stderr?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    const { action = "start", stderr = "", cause } = options;
    const lines = stderr.trimEnd() === ""
      ? []
      : stderr.trimEnd().split("\n").map((line) => `\n  ${line}`);
    super(
      `Cannot ${action} MCP server "${server}": ${problem}${lines.join("")}`,
      cause === undefined ? undefined : { cause },
    );
    this.name = "McpServerError";
    this.server = server;
    this.stderr = stderr;
  }
}
