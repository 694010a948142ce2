/**
 * Error thrown when an `mcp.json` cannot be used.
 *
 * @example Usage
 * ```ts
 * import { McpConfigError, parseMcpConfig } from "@turnspan/turnspan/mcp";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => parseMcpConfig('{"mcpServers": {"iot": {}}}', "mcp.json"),
 *   McpConfigError,
 *   "mcpServers.iot",
 * );
 * ```
 */
export class McpConfigError extends Error {
  /** The file that the configuration was read from. */
  readonly source: string;
  /** The place in it, for example `mcpServers.iot.command` or `3:14`. */
  readonly place: string | undefined;

  /**
   * Constructs a new instance.
   *
   * @param source The file that the configuration was read from.
   * @param problem What is wrong with it.
   * @param options The place in the file, and the cause.
   */
  constructor(
    source: string,
    problem: string,
    options: { readonly place?: string; readonly cause?: unknown } = {},
  ) {
    const { place, cause } = options;
    super(
      `Cannot use "${source}": ${problem}`,
      cause === undefined ? undefined : { cause },
    );
    this.name = "McpConfigError";
    this.source = source;
    this.place = place;
  }
}
