import { type CallResult, DemoServer } from "../_servers.ts";

/** A tool of the demo's servers. */
export interface PlantTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Record<string, unknown>;
  readonly call: (args: Record<string, unknown>) => Promise<CallResult>;
}

/** The demo's servers, started for a test, and what was called on them. */
export class Plant implements AsyncDisposable {
  /** The tools of both. */
  readonly tools: readonly PlantTool[];
  /** The calls, in order of arrival. */
  readonly calls: { name: string; args: Record<string, unknown> }[] = [];

  readonly #servers: readonly DemoServer[];

  private constructor(
    servers: readonly DemoServer[],
    listed: readonly { server: DemoServer; tool: Listed }[],
  ) {
    this.#servers = servers;
    this.tools = listed.map(({ server, tool }) => ({
      name: tool.name,
      description: tool.description ?? "",
      inputSchema: tool.inputSchema,
      call: (args) => {
        this.calls.push({ name: tool.name, args });
        return server.call(tool.name, args);
      },
    }));
  }

  static async start(): Promise<Plant> {
    const servers = await Promise.all([
      DemoServer.start("iot"),
      DemoServer.start("workorders"),
    ]);
    const listed = await Promise.all(servers.map(async (server) => {
      const { tools } = await server.client.listTools();
      return tools.map((tool) => ({ server, tool }));
    }));
    return new Plant(servers, listed.flat());
  }

  /** The names of the tools that were called, in order of arrival. */
  get called(): string[] {
    return this.calls.map(({ name }) => name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      this.#servers.map((server) => server[Symbol.asyncDispose]()),
    );
  }
}

type Listed = Awaited<
  ReturnType<DemoServer["client"]["listTools"]>
>["tools"][number];
