import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

const ROOT = new URL("../../", import.meta.url);

/** What a tool gave: its text, and whether the call failed. */
export interface CallResult {
  /** The text parts, joined. */
  readonly text: string;
  /** Whether the call failed. */
  readonly failed: boolean;
}

/** A server of the repository's `mcp.json`, started for a test. */
export class DemoServer implements AsyncDisposable {
  /** The client that is connected to it. */
  readonly client: Client;

  readonly #pid: number;

  private constructor(client: Client, pid: number) {
    this.client = client;
    this.#pid = pid;
  }

  /** Starts a server as `mcp.json` says. */
  static async start(name: "iot" | "workorders"): Promise<DemoServer> {
    const config = JSON.parse(
      await Deno.readTextFile(new URL("mcp.json", ROOT)),
    );
    const { args } = config.mcpServers[name];
    const client = new Client({ name: "test", version: "1" });
    const transport = new StdioClientTransport({
      command: Deno.execPath(),
      args,
      cwd: ROOT.pathname,
      stderr: "inherit",
    });
    await client.connect(transport);
    return new DemoServer(client, transport.pid ?? NaN);
  }

  /** Calls a tool. */
  async call(
    name: string,
    args: Record<string, unknown> = {},
  ): Promise<CallResult> {
    const { content, isError } = await this.client.callTool({
      name,
      arguments: args,
    });
    const text = content.map((part) => part.type === "text" ? part.text : "")
      .join("\n");
    return { text, failed: isError === true };
  }

  /** Calls a tool that answers in JSON. */
  // deno-lint-ignore no-explicit-any
  async json(name: string, args: Record<string, unknown> = {}): Promise<any> {
    return JSON.parse((await this.call(name, args)).text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // The transport's own close leaves a timer of two seconds behind.
    const closed = Promise.withResolvers<void>();
    this.client.onclose = closed.resolve;
    Deno.kill(this.#pid);
    await closed.promise;
  }
}
