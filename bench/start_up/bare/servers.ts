import { fileURLToPath } from "node:url";

const pathOf = (file: string) => fileURLToPath(import.meta.resolve(file));

/** The MCP servers that each agent has, as an `mcp.json` says it. */
export const SERVERS = {
  bench: {
    command: "deno",
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--frozen",
      "--allow-env",
      "--allow-read",
      `--lock=${pathOf("../../../deno.lock")}`,
      pathOf("./server.ts"),
    ],
  },
};
